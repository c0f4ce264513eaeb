using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;

namespace AgentLoad.EndToEnd.RealServers;

/// <summary>
/// Writes a model in the format GGUF, version 3: metadata and tensors of 32-bit floats. Source: the specification, docs/gguf.md of the
/// ggml project.
/// </summary>
internal sealed class GgufFile
{
    private const uint Version = 3;
    private const int Alignment = 32;
    private const int TensorOfFloats = 0;

    private readonly MemoryStream _metadata = new();
    private readonly List<(string Name, int[] Shape, float[] Values)> _tensors = [];
    private ulong _metadataCount;

    /// <summary>Types of metadata values.</summary>
    private enum ValueType : uint
    {
        UInt32 = 4,
        Int32 = 5,
        Float32 = 6,
        Boolean = 7,
        Text = 8,
        Array = 9,
    }

    public void Set(string key, uint value)
    {
        Key(key, ValueType.UInt32);
        Write(_metadata, value);
    }

    public void Set(string key, float value)
    {
        Key(key, ValueType.Float32);
        Write(_metadata, BitConverter.SingleToUInt32Bits(value));
    }

    public void Set(string key, bool value)
    {
        Key(key, ValueType.Boolean);
        _metadata.WriteByte(value ? (byte)1 : (byte)0);
    }

    public void Set(string key, string value)
    {
        Key(key, ValueType.Text);
        Write(_metadata, value);
    }

    public void Set(string key, IReadOnlyList<string> values)
    {
        Array(key, ValueType.Text, values.Count);
        foreach (var value in values)
        {
            Write(_metadata, value);
        }
    }

    public void Set(string key, ReadOnlySpan<float> values)
    {
        Array(key, ValueType.Float32, values.Length);
        _metadata.Write(MemoryMarshal.AsBytes(values));
    }

    public void Set(string key, ReadOnlySpan<int> values)
    {
        Array(key, ValueType.Int32, values.Length);
        _metadata.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Adds a tensor.</summary>
    /// <param name="name">Name of the tensor.</param>
    /// <param name="values">Values, the first dimension contiguous.</param>
    /// <param name="shape">Lengths of the dimensions, the contiguous one first.</param>
    public void Add(string name, float[] values, params int[] shape) => _tensors.Add((name, shape, values));

    /// <summary>Writes the file.</summary>
    public void Save(string path)
    {
        using var file = File.Create(path);
        file.Write("GGUF"u8);
        Write(file, Version);
        Write(file, (ulong)_tensors.Count);
        Write(file, _metadataCount);
        _metadata.WriteTo(file);
        ulong offset = 0;
        foreach (var (name, shape, values) in _tensors)
        {
            Write(file, name);
            Write(file, (uint)shape.Length);
            foreach (var length in shape)
            {
                Write(file, (ulong)length);
            }

            Write(file, (uint)TensorOfFloats);
            Write(file, offset);
            offset += Aligned((ulong)values.Length * sizeof(float));
        }

        foreach (var (_, _, values) in _tensors)
        {
            file.Position = (long)Aligned((ulong)file.Position);
            file.Write(MemoryMarshal.AsBytes(values.AsSpan()));
        }
    }

    private static ulong Aligned(ulong position) => (position + Alignment - 1) / Alignment * Alignment;

    private void Key(string key, ValueType type)
    {
        _metadataCount++;
        Write(_metadata, key);
        Write(_metadata, (uint)type);
    }

    private void Array(string key, ValueType type, int count)
    {
        Key(key, ValueType.Array);
        Write(_metadata, (uint)type);
        Write(_metadata, (ulong)count);
    }

    private static void Write(Stream stream, string text)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        Write(stream, (ulong)bytes.Length);
        stream.Write(bytes);
    }

    private static void Write(Stream stream, uint value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, value);
        stream.Write(bytes);
    }

    private static void Write(Stream stream, ulong value)
    {
        Span<byte> bytes = stackalloc byte[sizeof(ulong)];
        BinaryPrimitives.WriteUInt64LittleEndian(bytes, value);
        stream.Write(bytes);
    }
}
