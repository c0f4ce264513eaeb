namespace AgentLoad.Simulation.Nodes;

/// <summary>Where a call is.</summary>
public enum NodeCallState
{
    /// <summary>Waits for the model to load, or for a slot.</summary>
    Waiting,

    /// <summary>Its prompt is worked on.</summary>
    Prefilling,

    /// <summary>Its tokens are produced.</summary>
    Decoding,

    /// <summary>All its tokens are out.</summary>
    Ended,

    /// <summary>Given up by the client.</summary>
    Cancelled,
}

/// <summary>One call on a node. Instants are seconds of the node's clock.</summary>
/// <param name="model">Model it asks.</param>
/// <param name="prompt">Ids of the prompt's tokens.</param>
/// <param name="output">Ids of the tokens it will produce; empty for a call that only loads the model.</param>
/// <param name="context">Context in tokens that it asks for.</param>
/// <param name="keepAlive">Seconds that the model stays loaded after it.</param>
public sealed class NodeCall(string model, int[] prompt, int[] output, int context, double keepAlive)
{
    /// <summary>Model it asks.</summary>
    public string Model { get; } = model;

    /// <summary>Ids of the prompt's tokens.</summary>
    public int[] Prompt { get; } = prompt;

    /// <summary>Ids of the tokens it produces.</summary>
    public int[] Output { get; } = output;

    /// <summary>Context in tokens that it asks for.</summary>
    public int Context { get; } = context;

    /// <summary>Seconds that the model stays loaded after it.</summary>
    public double KeepAlive { get; } = keepAlive;

    /// <summary>Where it is.</summary>
    public NodeCallState State { get; internal set; }

    /// <summary>When it came.</summary>
    public double Arrived { get; internal set; }

    /// <summary>When its model was loaded for it.</summary>
    public double Ready { get; internal set; }

    /// <summary>When it got a slot.</summary>
    public double Admitted { get; internal set; }

    /// <summary>When its first token was out.</summary>
    public double FirstToken { get; internal set; }

    /// <summary>When its last token was out.</summary>
    public double Ended { get; internal set; }

    /// <summary>Prompt tokens found in the prefix cache.</summary>
    public int CachedTokens { get; internal set; }

    /// <summary>Tokens produced so far.</summary>
    public int Emitted { get; internal set; }

    /// <summary>Waiting for the model to load, seconds.</summary>
    public double LoadSeconds => Ready - Arrived;

    /// <summary>Waiting for a slot, seconds.</summary>
    public double QueueSeconds => Admitted - Ready;

    /// <summary>Work on the prompt, first token included, seconds.</summary>
    public double PrefillSeconds => FirstToken - Admitted;

    /// <summary>Production of the other tokens, seconds.</summary>
    public double DecodeSeconds => Ended - FirstToken;

    /// <summary>From arrival to the last token, seconds.</summary>
    public double TotalSeconds => Ended - Arrived;

    internal bool LoadOnly => Output.Length == 0;

    internal int KvTokens => Prompt.Length + Output.Length;

    internal int PrefillLeft { get; set; }

    internal int Slot { get; set; } = -1;
}
