using System.Globalization;
using AgentLoad.Agents.Sessions;

namespace AgentLoad.Agents.Problems;

/// <summary>Provides the problems of one kind.</summary>
internal interface IProblemSource
{
    /// <summary>Name of the kind in workloads and records ("game24").</summary>
    string Name { get; }

    /// <summary>True if the problems contain images, which require a vision model.</summary>
    bool HasImages => false;

    /// <summary>Number of different problems; null if it is unlimited.</summary>
    long? Size => null;

    /// <summary>True if correct answers can be generated, which shaped agents require.</summary>
    bool CanShape => true;

    /// <summary>What the user should know about the source, on one line; null if there is nothing.</summary>
    string? Warning => null;

    /// <summary>Returns the n-th problem of a run.</summary>
    /// <param name="seed">Seed of the run.</param>
    /// <param name="kind">Kind of the problem with its settings.</param>
    /// <param name="number">Number of the problem within the kind, from 0.</param>
    Problem Draw(ulong seed, string kind, long number) =>
        Create(Seeds.Derive(seed, string.Create(CultureInfo.InvariantCulture, $"problem/{kind}/{number}")));

    /// <summary>Creates the problem for a seed. The same seed always returns the same problem.</summary>
    Problem Create(ulong seed);
}
