namespace AgentLoad.Client.Commands.Init;

/// <summary>The project that <c>agentload init --agent</c> writes: a working custom agent.</summary>
internal static class AgentTemplate
{
    private const string KernelAgent = """
        using System.ComponentModel;
        using AgentLoad.Agents.SemanticKernel;
        using AgentLoad.Agents.UserAgents;
        using Microsoft.SemanticKernel;

        namespace MyAgent;

        /// <summary>Created with a new kernel for every task. Each model call and each function call is a step of the task.</summary>
        public sealed class Agent : KernelAgent
        {
            public override void Configure(IKernelBuilder builder, AgentTask task) =>
                builder.Plugins.AddFromObject(new People(task), "people");

            public override async Task<string?> SolveAsync(Kernel kernel, AgentTask task, CancellationToken cancellationToken)
            {
                var settings = new PromptExecutionSettings { FunctionChoiceBehavior = FunctionChoiceBehavior.Auto() };
                var prompt = "{{$question}}\nUse the functions to find the answer. Then reply with one line, Final Answer: the answer";
                var arguments = new KernelArguments(settings) { ["question"] = task.Question };
                var answer = await kernel.InvokePromptAsync(prompt, arguments, cancellationToken: cancellationToken);
                return answer.ToString();
            }
        }

        public sealed class People(AgentTask task)
        {
            [KernelFunction, Description("Returns a person's mentor, rival, neighbour, supplier, guardian or translator.")]
        """;

    private const string ChatAgent = """
        using System.ComponentModel;
        using AgentLoad.Agents.ChatClients;
        using AgentLoad.Agents.UserAgents;
        using Microsoft.Extensions.AI;

        namespace MyAgent;

        /// <summary>Created for every task. Each model call and each function call is a step of the task.</summary>
        public sealed class Agent : ChatAgent
        {
            public override async Task<string?> SolveAsync(IChatClient model, AgentTask task, CancellationToken cancellationToken)
            {
                var options = new ChatOptions { Tools = [AIFunctionFactory.Create(new People(task).LookupAsync, "lookup")] };
                var prompt = $"{task.Question}\nUse the functions to find the answer. Then reply with one line, Final Answer: the answer";
                var response = await model.GetResponseAsync(prompt, options, cancellationToken);
                return response.Text;
            }
        }

        public sealed class People(AgentTask task)
        {
            [Description("Returns a person's mentor, rival, neighbour, supplier, guardian or translator.")]
        """;

    private const string FrameworkAgent = """
        using System.ComponentModel;
        using AgentLoad.Agents.AgentFramework;
        using AgentLoad.Agents.UserAgents;
        using Microsoft.Agents.AI;
        using Microsoft.Extensions.AI;

        namespace MyAgent;

        /// <summary>Created for every task. Each model call and each function call is a step of the task.</summary>
        public sealed class Agent : FrameworkAgent
        {
            public override AIAgent CreateAgent(IChatClient model, AgentTask task) =>
                new ChatClientAgent(
                    model,
                    instructions: "Use the functions to find the answer. Then reply with one line, Final Answer: the answer",
                    name: "researcher",
                    tools: [AIFunctionFactory.Create(new People(task).LookupAsync, "lookup")]
                );
        }

        public sealed class People(AgentTask task)
        {
            [Description("Returns a person's mentor, rival, neighbour, supplier, guardian or translator.")]
        """;

    private const string Lookup = """

            public Task<string> LookupAsync(
                [Description("full name")] string entity,
                string relation,
                CancellationToken cancellationToken
            ) =>
                task.UseAsync("lookup", new { entity, relation }, cancellationToken);
        }

        """;

    private const string Workload = """
        # Running this workload executes the code of the assembly below.
        name: my-agent
        groups:
          - name: mine
            problem: multihop
            agent: {assembly: bin/Release/net10.0/MyAgent.dll, type: MyAgent.Agent}
          - problem: multihop
            strategy: react
        load: {agents: 10, tasks: 40}

        """;

    /// <summary>Frameworks by the name of <c>--framework</c>, with the code of an agent.</summary>
    private static readonly Dictionary<string, string> Agents = new(StringComparer.Ordinal)
    {
        ["sk"] = KernelAgent,
        ["maf"] = FrameworkAgent,
        ["chat-client"] = ChatAgent,
    };

    /// <summary>Names of the frameworks; the first is the default.</summary>
    public static IReadOnlyList<string> Frameworks { get; } = [.. Agents.Keys];

    /// <summary>Writes the project into an empty or new folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="framework">One of <see cref="Frameworks"/>.</param>
    public static int Write(string folder, string framework)
    {
        if (File.Exists(folder) || (Directory.Exists(folder) && Directory.EnumerateFileSystemEntries(folder).Any()))
        {
            throw new UserErrorException($"{folder} already exists and is not an empty folder; use another name.", ExitCode.BadInput);
        }

        Directory.CreateDirectory(folder);
        File.WriteAllText(Path.Combine(folder, "MyAgent.csproj"), Project(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar)));
        File.WriteAllText(Path.Combine(folder, "Agent.cs"), Agents[framework] + Lookup);
        File.WriteAllText(Path.Combine(folder, "workload.yaml"), Workload);
        Console.WriteLine($"Wrote {folder}/MyAgent.csproj, Agent.cs and workload.yaml. Next:");
        Console.WriteLine($"  dotnet build -c Release {folder}");
        Console.WriteLine($"  agentload run {Path.Combine(folder, "workload.yaml")}");
        return ExitCode.Success;
    }

    // The agent must be compiled against the assemblies that load it, and therefore references no packages.
    private static string Project(string home) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <TargetFramework>net{Environment.Version.Major}.0</TargetFramework>
                <Nullable>enable</Nullable>
                <ImplicitUsings>enable</ImplicitUsings>
                <AgentLoad Condition="'$(AgentLoad)' == ''">{System.Security.SecurityElement.Escape(home)}</AgentLoad>
              </PropertyGroup>
              <ItemGroup>
                <!-- Assemblies of AgentLoad; they are already loaded at run time, so they are not copied. -->
                <Reference Include="$(AgentLoad)/AgentLoad.*.dll" Private="false" />
                <Reference Include="$(AgentLoad)/Microsoft.SemanticKernel.*.dll" Private="false" />
                <Reference Include="$(AgentLoad)/Microsoft.Extensions.AI*.dll" Private="false" />
                <Reference Include="$(AgentLoad)/Microsoft.Agents.AI*.dll" Private="false" />
                <FrameworkReference Include="Microsoft.AspNetCore.App" />
              </ItemGroup>
            </Project>

            """;
}
