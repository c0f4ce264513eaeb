using AgentLoad.Client;
using AgentLoad.Client.Commands;

Optional.Register();
return await AgentLoadCommand.InvokeAsync(args).ConfigureAwait(false);
