using System.Reflection;
using System.Runtime.Loader;

namespace AgentLoad.Inference.Plugins;

/// <summary>
/// Where a user's assembly lives with what it brings along. What it shares with AgentLoad (its contracts, Semantic Kernel and the
/// <c>Microsoft.Extensions</c> they are made of) comes from AgentLoad, or an agent could not be handed a kernel.
/// </summary>
internal sealed class UserAssemblyContext(string path) : AssemblyLoadContext(Path.GetFileNameWithoutExtension(path))
{
    private static readonly string[] Shared =
    [
        "AgentLoad.",
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

        return _resolver.ResolveAssemblyToPath(assemblyName) is { } own ? LoadFromAssemblyPath(own) : null;
    }

    protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
        _resolver.ResolveUnmanagedDllToPath(unmanagedDllName) is { } own ? LoadUnmanagedDllFromPath(own) : 0;

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
