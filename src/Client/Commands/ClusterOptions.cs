using System.CommandLine;
using AgentLoad.Client.Running;

namespace AgentLoad.Client.Commands;

/// <summary>Options that name a cluster; the same wherever a command takes one.</summary>
internal sealed class ClusterOptions
{
    private readonly Option<string?> _clusterId = One("--cluster-id", "NAME", "Name of the cluster (default agentload).");
    private readonly Option<string?> _password = One("--redis-password-env", "VARIABLE", "Environment variable that holds the password of Redis.");
    private readonly Option<string?> _authority = One("--redis-ca", "FILE", "Certificate that Redis's certificate must come from, for rediss://.");

    public void AddTo(Command command)
    {
        foreach (var option in new Option[] { _clusterId, _password, _authority })
        {
            command.Add(option);
        }
    }

    public HostChoice Read(ParseResult parsed, string? host, string? cluster) => new(host, cluster)
    {
        ClusterId = parsed.GetValue(_clusterId) ?? HostChoice.Default.ClusterId,
        PasswordVariable = parsed.GetValue(_password),
        RedisAuthority = parsed.GetValue(_authority),
    };

    private static Option<string?> One(string name, string value, string description) => new(name) { Description = description, HelpName = value };
}
