using System.ComponentModel.DataAnnotations;
using System.Globalization;
using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Running;
using AgentLoad.Simulation.Http;

namespace AgentLoad.Client.Commands.Nodes;

/// <summary>Options of <c>agentload node</c>: section <c>Node</c> of the configuration, with a key for every option.</summary>
internal sealed class NodeOptions : IValidatableObject
{
    /// <summary>Section of the configuration.</summary>
    public const string Section = "Node";

    /// <summary>Port; 0 for a free one.</summary>
    /// <value>The default is 11434, as for Ollama.</value>
    public int Port { get; set; } = 11434;

    /// <summary>Address to listen on.</summary>
    /// <value>The default is loopback.</value>
    public string Host { get; set; } = "127.0.0.1";

    /// <summary>Name of the model.</summary>
    public string Model { get; set; } = SimulatedNodes.ModelName;

    /// <summary>Performance profile.</summary>
    public string Profile { get; set; } = new NodeSettings().Profile;

    /// <summary>Calls served concurrently; null for the profile's number.</summary>
    public int? Slots { get; set; }

    /// <summary>Share of correct thoughts in generated texts, 0 to 1.</summary>
    public double Skill { get; set; } = new NodeSettings().Skill;

    /// <summary>True if the model accepts images.</summary>
    public bool Vision { get; set; }

    /// <summary>Prompt tokens per image.</summary>
    public int ImageTokens { get; set; } = new NodeSettings().ImageTokens;

    /// <summary>Faults to inject.</summary>
    public IReadOnlyList<string> Fault { get; set; } = [];

    /// <summary>Seed of faults and generated texts.</summary>
    /// <value>The default is 1.</value>
    public ulong Seed { get; set; } = 1;

    /// <summary>True to add the time of emission to each line.</summary>
    public bool Stamp { get; set; }

    /// <summary>True to answer every call immediately with a fixed text.</summary>
    public bool Noop { get; set; }

    /// <summary>Settings that a workload's embedded node has as well.</summary>
    public NodeSettings Settings =>
        new()
        {
            Profile = Profile,
            Slots = Slots,
            Skill = Skill,
            Vision = Vision,
            ImageTokens = ImageTokens,
            Faults = Fault,
        };

    /// <summary>Settings of the server.</summary>
    public SimulatedNodeOptions Server =>
        new()
        {
            Host = Host,
            Port = Port,
            Models = [new SimulatedModel(Model)],
            Seed = Seed,
            NoOp = Noop,
            StampEmission = Stamp,
        };

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Port is < 0 or > 65535)
        {
            yield return new(Text($"is {Port}; expected a port from 0 to 65535."), [nameof(Port)]);
        }

        if (Slots is < 1)
        {
            yield return new(Text($"is {Slots}; expected at least 1."), [nameof(Slots)]);
        }

        if (Skill is not (>= 0 and <= 1))
        {
            yield return new(Text($"is {Skill}; expected a share from 0 to 1."), [nameof(Skill)]);
        }

        if (ImageTokens is < 1 or > 100_000)
        {
            yield return new(Text($"is {ImageTokens}; expected a number from 1 to 100,000."), [nameof(ImageTokens)]);
        }
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}
