using AgentLoad.ClientCost;

// CPU of a client stack per call and per streamed chunk, against the native client. The server is a process of its own, so that its
// CPU does not count.
if (args.Contains("--serve"))
{
    await LineServer.ServeAsync(Shape.Parse(args));
    return;
}

#if AGENTLOAD_CLUSTER
await AgentLoad.ClientStacks.Cluster.Comparison.RunAsync(args);
#else
Console.Error.WriteLine("This build has neither OllamaSharp nor Semantic Kernel: there is nothing to compare.");
#endif
