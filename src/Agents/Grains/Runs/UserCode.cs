using System.Security.Cryptography;
using AgentLoad.Agents.UserAgents;
using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Grains.Runs;

/// <summary>
/// The user's assemblies that a run needs. No code is transferred: each silo loads the file at the path that the
/// workload names, if it is identical to the client's file.
/// </summary>
internal static class UserCode
{
    private const string Remedy =
        "Silos do not download code: copy the assembly's folder to the same path on every silo's machine, or into their container image.";

    /// <summary>The assemblies that a workload names, with the SHA-256 of each file.</summary>
    public static IReadOnlyDictionary<string, string> In(Workload workload) =>
        NamedBy(workload)
            .Select(named => named.Assembly)
            .Distinct(StringComparer.Ordinal)
            .Where(File.Exists)
            .ToDictionary(path => path, Hash, StringComparer.Ordinal);

    /// <summary>Checks that this silo has the client's assemblies. Runs none of the user's code.</summary>
    /// <param name="workload">The workload.</param>
    /// <param name="expected">SHA-256 of the client's files; null from an old client.</param>
    /// <exception cref="EndpointException">An assembly or type is missing or differs. The message names the remedy.</exception>
    public static void Check(Workload workload, IReadOnlyDictionary<string, string>? expected)
    {
        foreach (var named in NamedBy(workload).Distinct())
        {
            if (!File.Exists(named.Assembly))
            {
                throw new EndpointException($"{named.Type} cannot run here: there is no assembly {named.Assembly}. {Remedy}");
            }

            if (expected?.GetValueOrDefault(named.Assembly) != Hash(named.Assembly))
            {
                throw new EndpointException($"{named.Type} cannot run here: {named.Assembly} differs from the client's file. {Remedy}");
            }
        }

        foreach (var agent in workload.Groups.Select(group => group.Agent?.Class).OfType<UserType>().Distinct())
        {
            if (UserAgentFactory.ErrorOf(agent) is { } error)
            {
                throw new EndpointException($"{agent.Type} cannot run here: {error}");
            }
        }
    }

    private static IEnumerable<UserType> NamedBy(Workload workload) =>
        workload
            .Groups.Select(group => group.Agent?.Class)
            .Concat(workload.Endpoints.Values.Select(endpoint => endpoint.Client))
            .OfType<UserType>();

    private static string Hash(string path)
    {
        using var file = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(file));
    }
}
