using AgentLoad.Testing;

namespace AgentLoad.EndToEnd.House;

/// <summary>Files of the checkout, without build outputs. Paths are relative to the root of the checkout.</summary>
internal static class SourceFiles
{
    private static readonly string[] Generated = [".git", "bin", "obj", "node_modules", "runs", "TestResults"];

    /// <summary>Returns the files below a folder with one of the extensions, or all files if none is given.</summary>
    public static IEnumerable<string> Below(string folder, params string[] extensions) =>
        Walk(new DirectoryInfo(Checkout.PathOf(folder)))
            .Where(file => extensions.Length == 0 || extensions.Contains(file.Extension))
            .Select(file => Path.GetRelativePath(Checkout.Root, file.FullName).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);

    /// <summary>Returns the C# files of all projects.</summary>
    public static IEnumerable<string> Code() => new[] { "src", "tests", "bench", "examples" }.SelectMany(folder => Below(folder, ".cs"));

    private static IEnumerable<FileInfo> Walk(DirectoryInfo folder) =>
        folder.EnumerateFiles().Concat(folder.EnumerateDirectories().Where(child => !Generated.Contains(child.Name)).SelectMany(Walk));
}
