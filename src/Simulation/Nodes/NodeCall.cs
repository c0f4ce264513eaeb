namespace AgentLoad.Simulation.Nodes;

/// <summary>State of a call.</summary>
internal enum NodeCallState
{
    /// <summary>Waiting for the model to load, or for a slot.</summary>
    Waiting,

    /// <summary>Processing the prompt.</summary>
    Prefilling,

    /// <summary>Producing tokens.</summary>
    Decoding,

    /// <summary>All tokens are produced.</summary>
    Ended,

    /// <summary>Cancelled by the client.</summary>
    Cancelled,
}

/// <summary>One call on a node. Times are seconds of the node's clock.</summary>
/// <param name="model">Model to call.</param>
/// <param name="prompt">Token ids of the prompt.</param>
/// <param name="output">Token ids to produce; empty for a call that only loads the model.</param>
/// <param name="context">Requested context in tokens.</param>
/// <param name="keepAlive">Seconds that the model stays loaded afterwards.</param>
internal sealed class NodeCall(string model, int[] prompt, int[] output, int context, double keepAlive)
{
    /// <summary>Model to call.</summary>
    public string Model { get; } = model;

    /// <summary>Token ids of the prompt.</summary>
    public int[] Prompt { get; } = prompt;

    /// <summary>Token ids to produce.</summary>
    public int[] Output { get; } = output;

    /// <summary>Requested context in tokens.</summary>
    public int Context { get; } = context;

    /// <summary>Seconds that the model stays loaded afterwards.</summary>
    public double KeepAlive { get; } = keepAlive;

    /// <summary>State of the call.</summary>
    public NodeCallState State { get; internal set; }

    /// <summary>Time of arrival.</summary>
    public double Arrived { get; internal set; }

    /// <summary>Time at which the model was loaded.</summary>
    public double Ready { get; internal set; }

    /// <summary>Time at which the call got a slot.</summary>
    public double Admitted { get; internal set; }

    /// <summary>Time of the first token.</summary>
    public double FirstToken { get; internal set; }

    /// <summary>Time of the last token.</summary>
    public double Ended { get; internal set; }

    /// <summary>Prompt tokens found in the prefix cache.</summary>
    public int CachedTokens { get; internal set; }

    /// <summary>Tokens produced so far.</summary>
    public int Emitted { get; internal set; }

    /// <summary>Time waiting for the model to load, in seconds.</summary>
    public double LoadSeconds => Ready - Arrived;

    /// <summary>Time waiting for a slot, in seconds.</summary>
    public double QueueSeconds => Admitted - Ready;

    /// <summary>Time to process the prompt, including the first token, in seconds.</summary>
    public double PrefillSeconds => FirstToken - Admitted;

    /// <summary>Time to produce the other tokens, in seconds.</summary>
    public double DecodeSeconds => Ended - FirstToken;

    /// <summary>Time from arrival to the last token, in seconds.</summary>
    public double TotalSeconds => Ended - Arrived;

    internal bool LoadOnly => Output.Length == 0;

    internal int KvTokens => Prompt.Length + Output.Length;

    internal int PrefillLeft { get; set; }

    internal int Slot { get; set; } = -1;
}
