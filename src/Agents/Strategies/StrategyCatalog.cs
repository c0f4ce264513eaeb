using AgentLoad.Agents.Catalog;

namespace AgentLoad.Agents.Strategies;

/// <summary>The strategies that a workload can reference.</summary>
internal static class StrategyCatalog
{
    /// <summary>All strategies, simplest first.</summary>
    public static IReadOnlyList<Entry<IStrategy>> All { get; } =
    [
        Direct.DirectStrategy.Entry,
        ChainOfThought.ChainOfThoughtStrategy.Entry with
        {
            Aliases = ["cot"],
        },
        SelfConsistency.SelfConsistencyStrategy.Entry with
        {
            Aliases = ["sc"],
        },
        BestOfN.BestOfNStrategy.Entry with
        {
            Aliases = ["bon"],
        },
        SelfRefine.SelfRefineStrategy.Entry,
        BudgetForcing.BudgetForcingStrategy.Entry,
        ReAct.ReActStrategy.Entry,
        Reflexion.ReflexionStrategy.Entry,
        Debate.DebateStrategy.Entry,
        MixtureOfAgents.MixtureOfAgentsStrategy.Entry with
        {
            Aliases = ["moa"],
        },
        TreeOfThoughts.TreeOfThoughtsStrategy.Entry with
        {
            Aliases = ["tot"],
        },
        TreeOfThoughtsDepthFirst.DepthFirstStrategy.Entry,
        Lats.LatsStrategy.Entry,
        Rap.RapStrategy.Entry,
        GraphOfThoughts.GraphOfThoughtsStrategy.Entry with
        {
            Aliases = ["got"],
        },
        VerifierBeam.VerifierBeamStrategy.Entry,
        PlanAndExecute.PlanAndExecuteStrategy.Entry,
        LlmCompiler.LlmCompilerStrategy.Entry,
        OrchestratorWorkers.OrchestratorWorkersStrategy.Entry,
        Cascade.CascadeStrategy.Entry,
        Router.RouterStrategy.Entry,
        SelfPlay.SelfPlayStrategy.Entry,
    ];

    /// <summary>Returns the strategy with the given name, or null.</summary>
    public static Entry<IStrategy>? Find(string name) => All.FirstOrDefault(e => e.Name == name);
}
