using System.Collections.Concurrent;
using System.Reflection;
using System.Runtime.Versioning;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Inference.Plugins;

/// <summary>Finds types of the user's. Finding runs none of their code; making an instance does.</summary>
public static class UserTypes
{
    private static readonly ConcurrentDictionary<(string Path, DateTime Written), Lazy<Assembly>> Loaded = new();

    /// <summary>What is wrong with a type that a workload names, in one line; null where it can be used.</summary>
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

    /// <summary>A new instance of the type that a workload names.</summary>
    /// <exception cref="UserTypeException">There is none, or its constructor failed.</exception>
    public static T Create<T>(UserType named) => Create<T>(Find(named, typeof(T)));

    /// <summary>A new instance of a type that was found.</summary>
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

    /// <summary>The type that a workload names.</summary>
    /// <param name="named">Its assembly and name.</param>
    /// <param name="contract">What it must be.</param>
    /// <exception cref="UserTypeException">It is not there, or is something else.</exception>
    public static Type Find(UserType named, Type contract)
    {
        var path = Path.GetFullPath(named.Assembly);
        if (!File.Exists(path))
        {
            throw new UserTypeException($"there is no assembly {path}; build it first, with 'dotnet build -c Release'");
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
            throw new UserTypeException($"{path} is not a .NET assembly for this machine");
        }
        catch (Exception exception) when (exception is IOException or TypeLoadException or UnauthorizedAccessException)
        {
            throw new UserTypeException($"{path} does not load: {exception.Message}", exception);
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
                $"{path} was built for {framework.Identifier} {framework.Version}, and this is .NET {Environment.Version.Major}: write <TargetFramework>net{Environment.Version.Major}.0</TargetFramework> into its project"
            );
        }
    }

    private static string? Problem(Type type, Type contract) =>
        type is { IsVisible: false } ? "is not public"
        : type.IsAbstract || type.ContainsGenericParameters ? "is abstract or generic: name a class that can be made"
        : !contract.IsAssignableFrom(type)
            ? $"is not {(contract.IsInterface ? "an" : "a")} {contract.FullName}{(type.GetInterface(contract.FullName!) is not null ? " of this build: build it against this AgentLoad" : "")}"
        : type.GetConstructor(Type.EmptyTypes) is null ? "has no public constructor without parameters"
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
        return fitting.Count == 0 ? $"nothing in it is a public {contract.Name}" : $"it has {string.Join(", ", fitting)}";
    }
}

/// <summary>A type that a workload names cannot be used; the message is one line.</summary>
public sealed class UserTypeException(string message, Exception? innerException = null) : Exception(message, innerException);
