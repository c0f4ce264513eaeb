// What agents cost as grains of a silo, against plain objects of the same process: CPU per step with 1,000 agents, memory of an agent that
// waits, and how long 10,000 take to begin. Parts to run alone: step, memory, start.
if (args is ["serve"])
{
    return await AgentLoad.GrainCost.Server.ServeAsync();
}

#if AGENTLOAD_CLUSTER
return await AgentLoad.GrainCost.Cluster.Comparison.RunAsync(args);
#else
Console.Error.WriteLine("This build has no Orleans: there is nothing to compare.");
return 0;
#endif
