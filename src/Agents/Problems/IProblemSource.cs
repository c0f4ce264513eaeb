namespace AgentLoad.Agents.Problems;

/// <summary>Generates an unlimited number of problems of one kind from seeds.</summary>
internal interface IProblemSource
{
    /// <summary>Name of the kind in workloads and records ("game24").</summary>
    string Name { get; }

    /// <summary>True if the problems contain images, which require a vision model.</summary>
    bool HasImages => false;

    /// <summary>Creates the problem for a seed. The same seed always returns the same problem.</summary>
    Problem Create(ulong seed);
}
