using System.Buffers.Binary;
using System.IO.Compression;
using System.Text;

namespace AgentLoad.Agents.Problems.Vision;

/// <summary>Encodes PNG images with a palette of 256 colors (PNG specification, third edition).</summary>
internal static class Png
{
    private static readonly uint[] Table =
    [
        .. Enumerable
            .Range(0, 256)
            .Select(n => Enumerable.Range(0, 8).Aggregate((uint)n, (crc, _) => (crc & 1) == 1 ? 0xEDB88320u ^ (crc >> 1) : crc >> 1)),
    ];

    /// <summary>Encodes an image.</summary>
    /// <param name="width">Width in pixels.</param>
    /// <param name="pixels">One palette index per pixel, row by row.</param>
    /// <param name="palette">Three bytes per color, at most 256 colors.</param>
    public static byte[] Write(int width, ReadOnlySpan<byte> pixels, ReadOnlySpan<byte> palette)
    {
        var height = pixels.Length / width;
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var row = 0; row < height; row++)
            {
                // Each row begins with its filter type: 0 is none.
                zlib.WriteByte(0);
                zlib.Write(pixels.Slice(row * width, width));
            }
        }

        Span<byte> header = stackalloc byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header[4..], height);
        (header[8], header[9]) = (8, 3);
        using var image = new MemoryStream();
        image.Write([0x89, (byte)'P', (byte)'N', (byte)'G', 0x0D, 0x0A, 0x1A, 0x0A]);
        Chunk(image, "IHDR", header);
        Chunk(image, "PLTE", palette);
        Chunk(image, "IDAT", packed.ToArray());
        Chunk(image, "IEND", []);
        return image.ToArray();
    }

    /// <summary>Computes the CRC-32 of a chunk's type and data.</summary>
    public static uint Crc(ReadOnlySpan<byte> data)
    {
        var crc = uint.MaxValue;
        foreach (var value in data)
        {
            crc = Table[(crc ^ value) & 0xFF] ^ (crc >> 8);
        }

        return ~crc;
    }

    private static void Chunk(MemoryStream image, string type, ReadOnlySpan<byte> data)
    {
        byte[] typed = [.. Encoding.ASCII.GetBytes(type), .. data];
        Span<byte> number = stackalloc byte[4];
        BinaryPrimitives.WriteInt32BigEndian(number, data.Length);
        image.Write(number);
        image.Write(typed);
        BinaryPrimitives.WriteUInt32BigEndian(number, Crc(typed));
        image.Write(number);
    }
}
