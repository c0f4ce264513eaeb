using AgentLoad.Fidelity;

// fidelity [streams] [step in ms] [tokens] [nodes]: nodes in a process of their own stamp each line; the client's times are held against the stamps.
// The streams are shared out (125 nodes of 4 slots by default) over the nodes. A node's streams get their tokens at the same instants, nodes do not: one node is the hardest case.
return args is ["node", var nodes, var streams, var step, var log]
    ? await NodeProcess.ServeAsync(int.Parse(nodes), int.Parse(streams), double.Parse(step), log)
    : await Measurement.RunAsync(
        args.Length > 0 ? int.Parse(args[0]) : 500,
        args.Length > 1 ? double.Parse(args[1]) : 20,
        args.Length > 2 ? int.Parse(args[2]) : 300,
        args.Length > 3 ? int.Parse(args[3]) : 125
    );
