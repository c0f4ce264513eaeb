using System.Reflection;
using System.Runtime.Loader;

namespace AgentLoad.Inference.Plugins;

/// <summary>
/// Load context of a user's assembly and its dependencies. Assemblies shared with AgentLoad (its contracts, Semantic Kernel,
/// Microsoft Agent Framework and <c>Microsoft.Extensions</c>) are loaded from AgentLoad, so that types are identical on both sides.
/// </summary>
internal sealed class UserAssemblyContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private static readonly string[] Shared =
    [
        "AgentLoad.",
        "Microsoft.Agents.AI",
        "Microsoft.SemanticKernel.Abstractions",
        "Microsoft.SemanticKernel.Core",
        "Microsoft.Extensions.",
        "OllamaSharp",
        "System.",
    ];

    private readonly AssemblyDependencyResolver _resolver = new(path);

    protected override Assembly? Load(AssemblyName assemblyName)
    {
        if (Shared.Any(prefix => assemblyName.Name!.StartsWith(prefix, StringComparison.Ordinal)) && FromHost(assemblyName) is { } shared)
        {
            return shared;
        }

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } dependency ? LoadFromAssemblyPath(dependency) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } dependency ? LoadUnmanagedDllFromPath(dependency) : 0;

    private static Assembly? FromHost(AssemblyName name)
    {
        try
        {
            return Default.LoadFromAssemblyName(name);
        }
        catch (Exception exception) when (exception is FileNotFoundException or FileLoadException)
        {
            return null;
        }
    }
}
