using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Versioning;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Inference.Plugins;

/// <summary>Loads user-defined types. Finding a type runs no user code; creating an instance does.</summary>
internal static class UserTypes
{
    private static readonly ConcurrentDictionary<(string Path, DateTime Written), Lazy<Assembly>> Loaded = new();

    /// <summary>Returns the reason why a configured type cannot be used, in one line; null if it can be used.</summary>
    public static string? ErrorOf(UserType named, Type contract)
    {
        try
        {
            Find(named, contract);
            return null;
        }
        catch (UserTypeException exception)
        {
            return exception.Message;
        }
    }

    /// <summary>Creates an instance of a configured type.</summary>
    /// <exception cref="UserTypeException">The type cannot be used or its constructor failed.</exception>
    public static T Create<T>(UserType named) => Create<T>(Find(named, typeof(T)));

    /// <summary>Creates an instance of a type.</summary>
    /// <exception cref="UserTypeException">Its constructor failed.</exception>
    public static T Create<T>(Type type)
    {
        try
        {
            return (T)Activator.CreateInstance(type)!;
        }
        catch (TargetInvocationException exception)
        {
            var cause = exception.InnerException ?? exception;
            throw new UserTypeException($"the constructor of {type.FullName} failed: {cause.GetType().Name}: {cause.Message}", exception);
        }
    }

    /// <summary>Finds a configured type.</summary>
    /// <param name="named">Assembly and name of the type.</param>
    /// <param name="contract">Required base type or interface.</param>
    /// <exception cref="UserTypeException">The type does not exist or does not implement the contract.</exception>
    public static Type Find(UserType named, Type contract)
    {
        var path = Path.GetFullPath(named.Assembly);
        if (!File.Exists(path))
        {
            throw new UserTypeException($"assembly {path} does not exist; build it first with 'dotnet build -c Release'");
        }

        try
        {
            var assembly = Loaded
                .GetOrAdd((path, File.GetLastWriteTimeUtc(path)), _ => new(() => new UserAssemblyContext(path).LoadFromAssemblyPath(path)))
                .Value;
            CheckFramework(assembly, path);
            var type =
                assembly.GetType(named.Type)
                ?? throw new UserTypeException($"{Path.GetFileName(path)} has no type {named.Type}; {Candidates(assembly, contract)}");
            return Problem(type, contract) is { } problem ? throw new UserTypeException($"{named.Type} {problem}") : type;
        }
        catch (BadImageFormatException)
        {
            throw new UserTypeException($"{path} is not a .NET assembly for this platform");
        }
        catch (Exception exception) when (exception is IOException or TypeLoadException or UnauthorizedAccessException)
        {
            throw new UserTypeException($"{path} could not be loaded: {exception.Message}", exception);
        }
    }

    private static void CheckFramework(Assembly assembly, string path)
    {
        var target =
            assembly
                .GetCustomAttributesData()
                .FirstOrDefault(data => data.AttributeType.FullName == typeof(TargetFrameworkAttribute).FullName)
                ?.ConstructorArguments[0]
                .Value as string;
        if (target is null || target.StartsWith(".NETStandard", StringComparison.Ordinal))
        {
            return;
        }

        var framework = new FrameworkName(target);
        if (framework.Identifier != ".NETCoreApp" || framework.Version.Major > Environment.Version.Major)
        {
            throw new UserTypeException(
                $"{path} was built for {framework.Identifier} {framework.Version}, but AgentLoad runs on .NET {Environment.Version.Major}; "
                    + $"set <TargetFramework>net{Environment.Version.Major}.0</TargetFramework> in its project"
            );
        }
    }

    private static string? Problem(Type type, Type contract) =>
        type is { IsVisible: false } ? "is not public"
        : type.IsAbstract || type.ContainsGenericParameters ? "is abstract or generic; a concrete class is required"
        : !contract.IsAssignableFrom(type)
            ? $"does not {(contract.IsInterface ? "implement" : "derive from")} {contract.FullName}"
                + (
                    type.GetInterface(contract.FullName!) is not null
                        ? " of this version; rebuild it against this version of AgentLoad"
                        : ""
                )
        : type.GetConstructor(Type.EmptyTypes) is null ? "has no public parameterless constructor"
        : null;

    private static string Candidates(Assembly assembly, Type contract)
    {
        var fitting = assembly
            .GetExportedTypes()
            .Where(type => Problem(type, contract) is null)
            .Select(type => type.FullName)
            .Order(StringComparer.Ordinal)
            .Take(10)
            .ToList();
        return fitting.Count == 0 ? $"it contains no public {contract.Name}" : $"available types: {string.Join(", ", fitting)}";
    }
}

/// <summary>Thrown if a configured type cannot be used; the message is one line.</summary>
internal sealed class UserTypeException(string message, Exception? innerException = null) : Exception(message, innerException);
