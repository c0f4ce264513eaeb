using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Schema;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Commands.Cluster;
using AgentLoad.Client.Commands.Doctor;
using AgentLoad.Client.Commands.Models;
using AgentLoad.Client.Commands.Studies;
using AgentLoad.Client.Commands.Validate;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Commands;

public sealed class JsonOutputTests
{
    private static readonly Dictionary<string, Type> Outputs = new()
    {
        ["cluster"] = typeof(ClusterOutput),
        ["doctor"] = typeof(DoctorOutput),
        ["models list"] = typeof(ModelListOutput),
        ["models ps"] = typeof(LoadedModelsOutput),
        ["models show"] = typeof(ModelDetailsOutput),
        ["study"] = typeof(StudyOutput),
        ["validate"] = typeof(ValidateOutput),
    };

    /// <summary>AGENTLOAD_UPDATE=1 rewrites it.</summary>
    [Fact]
    public void Schema_InTheDocs_IsThatOfTheTypes()
    {
        var schema = new JsonObject(
            Outputs.Select(output => KeyValuePair.Create(output.Key, (JsonNode?)JsonOutput.Options.GetJsonSchemaAsNode(output.Value)))
        );
        var text = schema.ToJsonString(JsonOutput.Options) + "\n";
        var path = Checkout.PathOf("docs/reference/commands.schema.json");
        if (Environment.GetEnvironmentVariable("AGENTLOAD_UPDATE") == "1")
        {
            File.WriteAllText(path, text);
        }

        File.ReadAllText(path).ShouldBe(text);
    }
}
