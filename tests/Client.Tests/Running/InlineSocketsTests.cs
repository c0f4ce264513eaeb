using AgentLoad.Agents.Workloads;
using AgentLoad.Client.Running;
using AgentLoad.Inference.Endpoints;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Running;

public sealed class InlineSocketsTests
{
    [Fact]
    public void RunsUserCode_OwnAgentOrOwnClient_IsTrue()
    {
        var group = new AgentGroup { Problem = Choice.Of("game24"), Strategy = Choice.Of("direct") };
        var workload = new Workload { Groups = [group] };
        var endpoint = new EndpointGroup { Api = ModelApi.ChatClient };

        InlineSockets.RunsUserCode(workload).ShouldBeFalse();
        InlineSockets
            .RunsUserCode(
                workload with
                {
                    Groups =
                    [
                        group,
                        group with
                        {
                            Agent = new UserAgent { Assembly = "a.dll", Type = "T" },
                        },
                    ],
                }
            )
            .ShouldBeTrue("code that blocks would stop all sockets");
        InlineSockets
            .RunsUserCode(workload with { Endpoints = new Dictionary<string, EndpointGroup> { ["default"] = endpoint } })
            .ShouldBeTrue();
    }
}
