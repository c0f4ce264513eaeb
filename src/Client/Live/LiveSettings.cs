namespace AgentLoad.Client.Live;

/// <summary>Progress display in the terminal.</summary>
internal enum UiMode
{
    /// <summary>Full-screen dashboard.</summary>
    Dashboard,

    /// <summary>A few lines, redrawn in place.</summary>
    Simple,

    /// <summary>One line every few seconds.</summary>
    None,

    /// <summary>No progress.</summary>
    Silent,
}

/// <summary>Settings of the live views.</summary>
/// <param name="Ui">Progress display in the terminal.</param>
/// <param name="WebPort">Port of the live page; 0 for any free port; null to disable the page.</param>
internal sealed record LiveSettings(UiMode Ui, int? WebPort = null);
