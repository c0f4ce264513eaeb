namespace AgentLoad.Testing;

/// <summary>The checkout that the tests were built from.</summary>
internal static class Checkout
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    /// <summary>The full path of a file of the repository.</summary>
    public static string PathOf(string relative) => Path.Combine(Root, relative);

    public static string Read(string relative) => File.ReadAllText(PathOf(relative));

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "AgentLoad.sln")) ? folder : Find(Path.GetDirectoryName(folder)!);
}
