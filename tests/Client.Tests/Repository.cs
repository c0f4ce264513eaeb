namespace AgentLoad.Client.Tests;

internal static class Repository
{
    /// <summary>Full path of a file of the repository.</summary>
    public static string PathOf(string relative)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "AgentLoad.sln"))) folder = folder.Parent!;
        return Path.Combine(folder.FullName, relative);
    }
}
