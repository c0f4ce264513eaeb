using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.Versioning;
using AgentLoad.Inference.ChatClient;
using AgentLoad.Inference.Endpoints;
using AgentLoad.Inference.Plugins;
using AgentLoad.Inference.Tests.ChatClient;
using Shouldly;
using Xunit;

namespace AgentLoad.Inference.Tests.Plugins;

public sealed class UserTypesTests : IDisposable
{
    private static readonly string Here = typeof(UserTypesTests).Assembly.Location;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("agentload-");

    [Fact]
    public void ErrorOf_MissingAssembly_ReportsThePath() =>
        ErrorOf("/nowhere/Agents.dll", "A.B")
            .ShouldBe("assembly /nowhere/Agents.dll does not exist; build it first with 'dotnet build -c Release'");

    [Fact]
    public void ErrorOf_FileIsNotAnAssembly_ReportsIt()
    {
        var path = Path.Combine(_folder.FullName, "Agents.dll");
        File.WriteAllText(path, "hello");
        ErrorOf(path, "A.B").ShouldBe($"{path} is not a .NET assembly for this platform");
    }

    [Theory]
    [InlineData(".NETCoreApp,Version=v99.0", "was built for .NETCoreApp 99.0, but AgentLoad runs on .NET")]
    [InlineData(".NETFramework,Version=v4.8", "was built for .NETFramework 4.8, but AgentLoad runs on .NET")]
    public void ErrorOf_OtherFramework_ReportsTheTargetFramework(string framework, string error)
    {
        var path = Path.Combine(_folder.FullName, "Other.dll");
        var attribute = new CustomAttributeBuilder(typeof(TargetFrameworkAttribute).GetConstructor([typeof(string)])!, [framework]);
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Other"), typeof(object).Assembly, [attribute]);
        assembly.DefineDynamicModule("Other");
        assembly.Save(path);

        var actual = ErrorOf(path, "A.B").ShouldNotBeNull();
        actual.ShouldContain(error);
        actual.ShouldContain("<TargetFramework>net");
    }

    [Theory]
    [InlineData("AgentLoad.Inference.Tests.Plugins.UserTypesTests", "does not implement AgentLoad.Inference.ChatClient.IChatClientFactory")]
    [InlineData("AgentLoad.Inference.Tests.Plugins.UserTypesTests+InternalFactory", "is not public")]
    [InlineData("AgentLoad.Inference.Tests.Plugins.UserTypesTests+AbstractFactory", "is abstract or generic; a concrete class is required")]
    [InlineData("AgentLoad.Inference.Tests.Plugins.UserTypesTests+FactoryWithParameter", "has no public parameterless constructor")]
    public void ErrorOf_UnusableType_ReportsTheReason(string type, string error) => ErrorOf(Here, type).ShouldBe($"{type} {error}");

    [Fact]
    public void Create_UserType_UsesASeparateLoadContextAndTheSharedContract()
    {
        var factory = UserTypes.Create<IChatClientFactory>(new UserType(Here, typeof(OllamaSharpFactory).FullName!));

        factory.ShouldNotBeOfType<OllamaSharpFactory>();
        factory.GetType().Assembly.FullName.ShouldBe(typeof(OllamaSharpFactory).Assembly.FullName);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string? ErrorOf(string assembly, string type) =>
        UserTypes.ErrorOf(new UserType(assembly, type), typeof(IChatClientFactory));

    public abstract class AbstractFactory : IChatClientFactory
    {
        public abstract Microsoft.Extensions.AI.IChatClient Create(ChatClientSettings settings);
    }

    public sealed class FactoryWithParameter(int number) : IChatClientFactory
    {
        public Microsoft.Extensions.AI.IChatClient Create(ChatClientSettings settings) => throw new InvalidOperationException($"{number}");
    }

    internal sealed class InternalFactory : IChatClientFactory
    {
        public Microsoft.Extensions.AI.IChatClient Create(ChatClientSettings settings) => throw new InvalidOperationException();
    }
}
