namespace AgentLoad.Client.Live;

/// <summary>How a run is shown in the terminal while it goes on.</summary>
internal enum UiMode
{
    /// <summary>The whole terminal.</summary>
    Dashboard,

    /// <summary>A few lines, redrawn in place.</summary>
    Simple,

    /// <summary>A line every few seconds.</summary>
    None,
}

/// <summary>How the user wants to look at a run.</summary>
/// <param name="Ui">In the terminal.</param>
/// <param name="WebPort">Port of the live page, 0 for any that is free; null for no page.</param>
internal sealed record LiveSettings(UiMode Ui, int? WebPort = null);
