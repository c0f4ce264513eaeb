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
    public void ErrorOf_AssemblyThatIsNotThere_SaysWhereItLooked() =>
        ErrorOf("/nowhere/Agents.dll", "A.B")
            .ShouldBe("there is no assembly /nowhere/Agents.dll; build it first, with 'dotnet build -c Release'");

    [Fact]
    public void ErrorOf_FileThatIsNoAssembly_SaysSo()
    {
        var path = Path.Combine(_folder.FullName, "Agents.dll");
        File.WriteAllText(path, "hello");
        ErrorOf(path, "A.B").ShouldBe($"{path} is not a .NET assembly for this machine");
    }

    [Theory]
    [InlineData(".NETCoreApp,Version=v99.0", "was built for .NETCoreApp 99.0, and this is .NET")]
    [InlineData(".NETFramework,Version=v4.8", "was built for .NETFramework 4.8, and this is .NET")]
    public void ErrorOf_OtherFramework_SaysWhatToWrite(string framework, string error)
    {
        var path = Path.Combine(_folder.FullName, "Other.dll");
        var attribute = new CustomAttributeBuilder(typeof(TargetFrameworkAttribute).GetConstructor([typeof(string)])!, [framework]);
        var assembly = new PersistedAssemblyBuilder(new AssemblyName("Other"), typeof(object).Assembly, [attribute]);
        assembly.DefineDynamicModule("Other");
        assembly.Save(path);

        var found = ErrorOf(path, "A.B").ShouldNotBeNull();
        found.ShouldContain(error);
        found.ShouldContain("<TargetFramework>net");
    }

    [Theory]
    [InlineData("AgentLoad.Inference.Tests.Plugins.UserTypesTests", "is not an AgentLoad.Inference.ChatClient.IChatClientFactory")]
    [InlineData("AgentLoad.Inference.Tests.Plugins.UserTypesTests+Hidden", "is not public")]
    [InlineData("AgentLoad.Inference.Tests.Plugins.UserTypesTests+Half", "is abstract or generic: name a class that can be made")]
    [InlineData("AgentLoad.Inference.Tests.Plugins.UserTypesTests+Choosy", "has no public constructor without parameters")]
    public void ErrorOf_TypeThatDoesNotFit_SaysWhatIsWrong(string type, string error) => ErrorOf(Here, type).ShouldBe($"{type} {error}");

    [Fact]
    public void Create_TypeOfTheUsers_LivesInAContextOfItsOwnAndSharesTheContract()
    {
        var made = UserTypes.Create<IChatClientFactory>(new UserType(Here, typeof(OllamaSharpFactory).FullName!));

        made.ShouldNotBeOfType<OllamaSharpFactory>();
        made.GetType().Assembly.FullName.ShouldBe(typeof(OllamaSharpFactory).Assembly.FullName);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string? ErrorOf(string assembly, string type) =>
        UserTypes.ErrorOf(new UserType(assembly, type), typeof(IChatClientFactory));

    public abstract class Half : IChatClientFactory
    {
        public abstract Microsoft.Extensions.AI.IChatClient Create(ChatClientSettings settings);
    }

    public sealed class Choosy(int number) : IChatClientFactory
    {
        public Microsoft.Extensions.AI.IChatClient Create(ChatClientSettings settings) => throw new InvalidOperationException($"{number}");
    }

    internal sealed class Hidden : IChatClientFactory
    {
        public Microsoft.Extensions.AI.IChatClient Create(ChatClientSettings settings) => throw new InvalidOperationException();
    }
}
