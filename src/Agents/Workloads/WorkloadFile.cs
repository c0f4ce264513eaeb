using System.Text;
using AgentLoad.Agents.Workloads.Schema;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads;

/// <summary>Reads workload files. Reports all errors of a file; never throws because of its content.</summary>
internal static class WorkloadFile
{
    /// <summary>Maximum file size in bytes.</summary>
    public const int MaxFileBytes = 1_000_000;

    private const char ByteOrderMark = '\uFEFF';

    /// <summary>Reads a file.</summary>
    public static WorkloadResult Load(string path, WorkloadInputs inputs)
    {
        var name = Path.GetFileName(path);
        try
        {
            if (Directory.Exists(path))
            {
                return Failure(name, $"'{path}' is a folder, not a workload file");
            }

            if (!File.Exists(path))
            {
                return Failure(name, $"the file '{path}' does not exist");
            }

            using var file = File.OpenRead(path);
            if (file.CanSeek && file.Length > MaxFileBytes)
            {
                return TooLarge(name, file.Length);
            }

            var bytes = ReadUpTo(file, MaxFileBytes + 1);
            if (bytes.Length > MaxFileBytes)
            {
                return TooLarge(name, bytes.Length);
            }

            return Parse(
                new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes).TrimStart(ByteOrderMark),
                name,
                inputs with
                {
                    Folder = Path.GetDirectoryName(Path.GetFullPath(path))!,
                }
            );
        }
        catch (DecoderFallbackException)
        {
            return Failure(name, "is not a UTF-8 text file");
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Failure(name, "cannot be read: " + exception.Message);
        }
    }

    /// <summary>Reads a workload from text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="fileName">File name for messages.</param>
    /// <param name="inputs">Environment, overrides and catalogs.</param>
    public static WorkloadResult Parse(string text, string fileName, WorkloadInputs inputs)
    {
        if (text.Length > MaxFileBytes)
        {
            return TooLarge(fileName, text.Length);
        }

        if (text.Contains('\0'))
        {
            return Failure(fileName, "is not a text file");
        }

        var context = new ParseContext(inputs);
        var root = new NodeReader((origin, message) => context.Fail(origin, "", message)).Read(text);
        if (root is null)
        {
            return context.Count > 0
                ? new(fileName, null, context.Errors)
                : Failure(fileName, "the file is empty; 'agentload init' creates a starter workload");
        }

        root = inputs.Set.Aggregate(root, (node, change) => SetPath.Apply(context, node, change));
        var workload = WorkloadSchema.Of(inputs).Read(context, root, "") as Workload;
        return new(fileName, context.Count == 0 ? workload : null, context.Errors);
    }

    private static WorkloadResult Failure(string file, string message) => new(file, null, [new(0, "", message)]);

    private static WorkloadResult TooLarge(string file, long size) =>
        Failure(file, $"is too large for a workload: {size} bytes, the maximum is {MaxFileBytes}");

    private static byte[] ReadUpTo(Stream stream, int most)
    {
        var buffer = new byte[most];
        var length = stream.ReadAtLeast(buffer, most, throwOnEndOfStream: false);
        return buffer[..length];
    }
}
