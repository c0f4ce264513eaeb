using System.CommandLine;
using AgentLoad.Client.Commands;
using AgentLoad.Client.Commands.Nodes;
using AgentLoad.Client.Commands.Silos;
using AgentLoad.Client.Hosting;
using AgentLoad.Testing;
using Shouldly;
using Xunit;

namespace AgentLoad.Client.Tests.Hosting;

public sealed class HostConfigurationTests : IDisposable
{
    private readonly EmptyFolder _folder = new();
    private readonly List<string> _variables = [];

    [Fact]
    public void Value_FromSeveralSources_ComesFromTheMostSpecificOne()
    {
        WriteSettings("""{ "Silo": { "Redis": "file:1", "ClusterId": "file", "Port": 1001, "Name": "file" } }""");
        Set("AGENTLOAD_Silo__ClusterId", "environment");
        Set("AGENTLOAD_Silo__Port", "1002");

        var options = Read(("Silo:Port", "1003"));

        (options.Redis, options.Name).ShouldBe(("file:1", "file"));
        options.ClusterId.ShouldBe("environment");
        options.Port.ShouldBe(1003);
        options.GatewayPort.ShouldBeNull();
    }

    [Fact]
    public void Options_WithSeveralErrors_NameEachValueAndItsSource()
    {
        WriteSettings("""{ "Silo": { "GatewayPort": "many", "Prot": 5 } }""");
        Set("AGENTLOAD_Silo__Http", "nowhere");

        var message = Should.Throw<UserErrorException>(() => Read(("Silo:Port", "70000"), ("Silo:TraceGrains", "true"))).Message;

        message.ShouldContain("appsettings.json: Silo:GatewayPort is 'many'; expected a whole number.");
        message.ShouldContain("appsettings.json: Silo:Prot is not a known setting. Settings of Silo: Address, ClusterId,");
        message.ShouldContain("AGENTLOAD_Silo__Http is 'nowhere'; expected PORT (loopback)");
        message.ShouldContain("--port is 70000; expected a port from 1 to 65535.");
        message.ShouldContain("--trace-grains requires a collector: set --otlp.");
        message.ShouldContain("--redis is required");
    }

    [Fact]
    public void SamePort_ForSilosAndClients_IsRefused() =>
        Should
            .Throw<UserErrorException>(() => Read(("Silo:Redis", "127.0.0.1"), ("Silo:Port", "7000"), ("Silo:GatewayPort", "7000")))
            .Message.ShouldBe("--gateway-port is 7000, like --port: other silos and clients need a port each.");

    [Fact]
    public void RepeatedOption_IsAList()
    {
        var configuration = HostConfiguration.Load(_folder.Path, [new("Node:Fault:0", "slow=1:3"), new("Node:Fault:1", "error=0.1")]);

        OptionsReader.Read<NodeOptions>(configuration, NodeOptions.Section).Fault.ShouldBe(["slow=1:3", "error=0.1"]);
    }

    [Fact]
    public void SettingsFile_ThatIsNoJson_IsNamedWithItsLine()
    {
        WriteSettings("{ \"Silo\": {\n \"Redis\": }\n}");

        var error = Should.Throw<UserErrorException>(() => Read());

        error.ExitCode.ShouldBe(ExitCode.BadInput);
        error.Message.ShouldContain(Path.Combine(_folder.Path, "appsettings.json"));
        error.Message.ShouldContain("LineNumber: 1");
    }

    [Theory]
    [InlineData("--gateway-port", "GatewayPort")]
    [InlineData("--http", "Http")]
    [InlineData("--redis-password-env", "RedisPasswordEnv")]
    public void Option_AndKey_AreMappedBothWays(string option, string key)
    {
        OptionKeys.KeyOf(option).ShouldBe(key);
        OptionKeys.OptionOf(key).ShouldBe(option);
    }

    /// <summary>An option without a key could not be set by the configuration, and a key without an option would be undocumented.</summary>
    [Fact]
    public void SiloAndNode_HaveAKeyForEveryOption()
    {
        KeysOf(SiloCommand.Create()).ShouldBe(SettingsOf<SiloOptions>());
        KeysOf(NodeCommand.Create()).ShouldBe(SettingsOf<NodeOptions>());
    }

    public void Dispose()
    {
        foreach (var variable in _variables)
        {
            Environment.SetEnvironmentVariable(variable, null);
        }

        _folder.Dispose();
    }

    private static IEnumerable<string> KeysOf(Command command) =>
        command.Options.Select(option => option.Name).Except(["--log-format", "--log-level"]).Select(OptionKeys.KeyOf).Order();

    private static IEnumerable<string> SettingsOf<T>() => typeof(T).GetProperties().Where(p => p.CanWrite).Select(p => p.Name).Order();

    private SiloOptions Read(params (string Key, string Value)[] commandLine) =>
        OptionsReader.Read<SiloOptions>(
            HostConfiguration.Load(_folder.Path, commandLine.Select(v => new KeyValuePair<string, string?>(v.Key, v.Value))),
            SiloOptions.Section
        );

    private void WriteSettings(string json) => File.WriteAllText(Path.Combine(_folder.Path, "appsettings.json"), json);

    private void Set(string name, string value)
    {
        _variables.Add(name);
        Environment.SetEnvironmentVariable(name, value);
    }
}
