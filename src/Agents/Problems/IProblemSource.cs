namespace AgentLoad.Agents.Problems;

/// <summary>Makes problems of one kind, seeded and without limit: what is asked, and was it solved?</summary>
public interface IProblemSource
{
    /// <summary>The kind's name in workloads and records ("game24").</summary>
    string Name { get; }

    /// <summary>True where its problems hold images, so that a model needs vision.</summary>
    bool HasImages => false;

    /// <summary>Makes the problem that belongs to a seed: the same seed always gives the same problem.</summary>
    Problem Create(ulong seed);
}
