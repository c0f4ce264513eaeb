using AgentLoad.Client.Commands;

return await AgentLoadCommand.InvokeAsync(args);
