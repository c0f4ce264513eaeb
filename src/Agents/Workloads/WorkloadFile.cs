using System.Text;
using AgentLoad.Agents.Workloads.Shape;
using AgentLoad.Agents.Workloads.Yaml;

namespace AgentLoad.Agents.Workloads;

/// <summary>Reads workload files. Finds every error at once; never throws for what a file holds.</summary>
public static class WorkloadFile
{
    /// <summary>Largest file that is read, in bytes.</summary>
    public const int LargestFile = 1_000_000;

    /// <summary>Reads a file.</summary>
    public static WorkloadResult Load(string path, WorkloadInputs inputs)
    {
        var name = Path.GetFileName(path);
        try
        {
            if (Directory.Exists(path))
            {
                return Unread(name, $"'{path}' is a folder: name a workload file");
            }

            if (!File.Exists(path))
            {
                return Unread(name, $"there is no file '{path}'");
            }

            using var file = File.OpenRead(path);
            if (file.CanSeek && file.Length > LargestFile)
            {
                return TooLarge(name, file.Length);
            }

            var bytes = ReadUpTo(file, LargestFile + 1);
            if (bytes.Length > LargestFile)
            {
                return TooLarge(name, bytes.Length);
            }

            return Parse(
                new UTF8Encoding(false, throwOnInvalidBytes: true).GetString(bytes),
                name,
                inputs with
                {
                    Folder = Path.GetDirectoryName(Path.GetFullPath(path))!,
                }
            );
        }
        catch (DecoderFallbackException)
        {
            return Unread(name, "is not a text file in UTF-8");
        }
        catch (Exception exception)
            when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            return Unread(name, "cannot be read: " + exception.Message);
        }
    }

    /// <summary>Reads a workload from text.</summary>
    /// <param name="text">YAML.</param>
    /// <param name="fileName">Name for messages.</param>
    /// <param name="inputs">Environment, overrides and catalogues.</param>
    public static WorkloadResult Parse(string text, string fileName, WorkloadInputs inputs)
    {
        if (text.Length > LargestFile)
        {
            return TooLarge(fileName, text.Length);
        }

        if (text.Contains('\0'))
        {
            return Unread(fileName, "is not a text file");
        }

        var reading = new Reading(inputs);
        var root = new NodeReader((origin, message) => reading.Fail(origin, "", message)).Read(text);
        if (root is null)
        {
            return reading.Count > 0
                ? new(fileName, null, reading.Errors)
                : Unread(fileName, "the file is empty; 'agentload init' writes one to start from");
        }

        root = inputs.Set.Aggregate(root, (node, argument) => SetPath.Apply(reading, node, argument));
        var workload = WorkloadShape.Of(inputs).Read(reading, root, "") as Workload;
        return new(fileName, reading.Count == 0 ? workload : null, reading.Errors);
    }

    private static WorkloadResult Unread(string file, string message) => new(file, null, [new(0, "", message)]);

    private static WorkloadResult TooLarge(string file, long size) =>
        Unread(file, $"is too large for a workload: {size} bytes, at most {LargestFile}");

    private static byte[] ReadUpTo(Stream stream, int most)
    {
        var buffer = new byte[most];
        var length = stream.ReadAtLeast(buffer, most, throwOnEndOfStream: false);
        return buffer[..length];
    }
}
