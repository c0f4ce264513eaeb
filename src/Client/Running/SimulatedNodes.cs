using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Commands;
using AgentLoad.Simulation.Answers;
using AgentLoad.Simulation.Answers.Styles;
using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Http;
using AgentLoad.Simulation.Nodes;

namespace AgentLoad.Client.Running;

/// <summary>Starts simulated nodes in this process: standalone (<c>agentload node</c>) or embedded in a run.</summary>
internal static class SimulatedNodes
{
    /// <summary>Default model name of a simulated node.</summary>
    public const string ModelName = "simulated:8b";

    /// <summary>Starts a node.</summary>
    /// <exception cref="UserErrorException">A setting is invalid, or the port is in use.</exception>
    public static async Task<SimulatedNode> StartAsync(
        NodeSettings settings,
        SimulatedNodeOptions options,
        TimeProvider timeProvider,
        CancellationToken cancellationToken
    )
    {
        try
        {
            var style = ReplyStyles.Parse(settings.Style);
            var profile = NodeProfiles.Get(settings.Profile);
            profile = profile with
            {
                Slots = settings.Slots ?? profile.Slots,
                DefaultContext = settings.ContextLength ?? profile.DefaultContext,
            };
            return await SimulatedNode.StartAsync(
                options with
                {
                    Profile = profile,
                    Faults = FaultOptions.Parse(settings.Faults),
                    Models =
                    [
                        .. options.Models.Select(m =>
                            m with
                            {
                                ImageTokens = settings.ImageTokens,
                                Capabilities = [.. m.Capabilities.Union(CapabilitiesOf(settings, style))],
                            }
                        ),
                    ],
                },
                new SkilledReplyGenerator(settings.Skill, new ReplyGeneratorOptions { Style = style }),
                timeProvider,
                cancellationToken
            );
        }
        catch (Exception e) when (e is FormatException or ArgumentException)
        {
            throw new UserErrorException(e.Message, ExitCode.BadInput);
        }
    }

    private static IEnumerable<string> CapabilitiesOf(NodeSettings settings, ReplyStyle style)
    {
        if (settings.Vision)
        {
            yield return "vision";
        }

        if (style == ReplyStyle.Thinking)
        {
            yield return "thinking";
        }
    }

    /// <summary>Returns the workload with the node as its default endpoint.</summary>
    public static Workload WithNode(this Workload workload, SimulatedNode node)
    {
        var endpoints = new Dictionary<string, EndpointGroup>(workload.Endpoints, StringComparer.Ordinal)
        {
            ["default"] = new()
            {
                Urls = [new Uri(node.Url)],
                Api = workload.Node.Api,
                Model = ModelName,
                ContextLength = workload.Node.ContextLength ?? NodeSettings.DefaultContext,
                Scrape = [new Uri(node.Url + "/metrics")],
            },
        };
        return workload with { Endpoints = endpoints };
    }
}
