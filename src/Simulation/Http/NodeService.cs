using AgentLoad.Agents.Workloads;
using AgentLoad.Inference;
using AgentLoad.Simulation.Faults;
using AgentLoad.Simulation.Nodes;
using AgentLoad.Simulation.Replies;
using AgentLoad.Simulation.Tokens;
using Microsoft.AspNetCore.Http;

namespace AgentLoad.Simulation.Http;

/// <summary>The part shared by both APIs: finds the model, generates the reply, and submits the call to the node.</summary>
internal sealed class NodeService(SimulatedNodeOptions options, IReplyGenerator generator, NodePump pump, TimeProvider time)
{
    /// <summary>Ollama's message for too many calls that wait for a load; the two spaces are in the original.</summary>
    public const string Overloaded = "server busy, please try again.  maximum pending requests exceeded";

    private readonly Random _random = new((int)(options.Seed ^ (options.Seed >> 32)));
    private readonly Lock _gate = new();
    private volatile IReadOnlyList<SimulatedModel> _models = options.Models;

    public SimulatedNodeOptions Options => options;

    public NodePump Pump => pump;

    /// <summary>True after the node was asked to stop: it still accepts calls, but reports that it is not ready.</summary>
    public bool IsDraining { get; set; }

    public TimeProvider Time => time;

    /// <summary>The current models, including pulled ones.</summary>
    public IReadOnlyList<SimulatedModel> Models => _models;

    public SimulatedModel? Find(string name) =>
        _models.FirstOrDefault(model => string.Equals(model.FullName, SimulatedModel.Tagged(name), StringComparison.OrdinalIgnoreCase));

    /// <summary>Adds a pulled model.</summary>
    public void Add(SimulatedModel model)
    {
        lock (_gate)
        {
            if (Find(model.Name) is null)
            {
                _models = [.. _models, model];
            }
        }
    }

    /// <summary>Draws the fault of a pull.</summary>
    public FaultPlan DrawFault()
    {
        lock (_gate)
        {
            return options.Faults.Draw(_random);
        }
    }

    public int DrawId()
    {
        lock (_gate)
        {
            return _random.Next(999);
        }
    }

    /// <summary>Validates a request to an existing model; returns null if it is valid.</summary>
    public static ApiError? Check(SimulatedModel model, ModelRequest request, string kind)
    {
        if (!model.Can("completion"))
        {
            return new(400, $"\"{request.Model}\" does not support {kind}");
        }

        if (request.Think == true && !model.Can("thinking"))
        {
            return new(400, $"\"{request.Model}\" does not support thinking");
        }

        if (!model.Can("vision") && request.Messages.Any(m => m.Images.Count > 0))
        {
            return new(500, "this model is missing data required for image input", Late: true);
        }

        return request.Tools.Count > 0 && !model.Can("tools")
            ? new(400, $"registry.ollama.ai/library/{model.FullName} does not support tools")
            : null;
    }

    /// <summary>Submits the call to the node; returns null, with the reason, if it is rejected.</summary>
    public LiveCall? Accept(SimulatedModel model, ModelRequest request, ReplyWriter? lines, HttpContext context, out ApiError? error)
    {
        var contextLength = Math.Min(
            request.NumContext is > 0 ? request.NumContext.Value : options.Profile.DefaultContext,
            model.ContextLength
        );
        contextLength = Math.Clamp(contextLength, 16, options.Profile.KvCapacity);
        var (plan, prompt, fault) = (ReplyPlan.LoadOnly, Array.Empty<int>(), default(FaultPlan));
        error = null;
        if (request.Messages.Count > 0)
        {
            prompt = ChatTemplate.Encode(request.Messages, request.Tools, model.ImageTokens);
            if (prompt.Length >= contextLength && !request.Truncate)
            {
                error = new(400, TooLong(prompt.Length, contextLength), Late: true);
            }

            if (prompt.Length >= contextLength)
            {
                prompt = Cut(prompt, contextLength);
            }

            (plan, fault) = Plan(model, request, contextLength - prompt.Length);
        }

        if (fault.Kind == FaultKind.Overload)
        {
            error ??= new(503, Overloaded);
        }

        if (error is not null)
        {
            return null;
        }

        var keepAlive = request.KeepAlive ?? options.Profile.KeepAliveSeconds;
        var call = new NodeCall(model.FullName, prompt, plan.Tokens, contextLength, keepAlive);
        Action<long>? emitted = options.LineEmitted is { } told ? stamp => told(request.Seed ?? 0, stamp) : null;
        var live = new LiveCall(call, plan, fault, lines, context.Response.BodyWriter, time, emitted);
        if (pump.TrySubmit(live))
        {
            return live;
        }

        error = new(503, Overloaded);
        return null;
    }

    /// <summary>Waits for the end of a call; cancels it if the client disconnects.</summary>
    public async Task<CallEnd> CompleteAsync(LiveCall call, CancellationToken cancellationToken)
    {
        await using var registration = cancellationToken.Register(() => pump.Cancel(call)).ConfigureAwait(false);
        return await call.Done.ConfigureAwait(false);
    }

    // Observed on a real server: 3016 tokens became 1027 in a context of 2048, which is half the context plus 3.
    private static int[] Cut(int[] prompt, int context) => [.. prompt.AsSpan(0, 3), .. prompt.AsSpan(prompt.Length - (context / 2))];

    private static string TooLong(int tokens, int context) =>
        $"{{\"error\":{{\"code\":400,\"message\":\"request ({tokens} tokens) exceeds the available context size "
        + $"({context} tokens), try increasing it\","
        + $"\"type\":\"exceed_context_size_error\",\"n_prompt_tokens\":{tokens},\"n_ctx\":{context}}}}}";

    private (ReplyPlan Plan, FaultPlan Fault) Plan(SimulatedModel model, ModelRequest request, int room)
    {
        ulong seed;
        FaultPlan fault;
        lock (_gate)
        {
            seed =
                request.Seed is { } given ? (ulong)given
                : request.Temperature == 0 ? 0
                : (ulong)_random.NextInt64();
            fault = options.Faults.Draw(_random);
        }

        var limit = request.NumPredict > 0 ? request.NumPredict : int.MaxValue;
        // The salt of a run only separates its prompts in the cache; the reply does not depend on it.
        IReadOnlyList<ChatMessage> messages = [.. request.Messages.Select(m => m with { Content = Salt.RemoveFrom(m.Content) })];
        var reply = generator.Generate(
            new(model.Name, messages, request.Tools, limit, request.Temperature, seed, request.Json) { Think = request.Think }
        );
        if (request.Think == false || !model.Can("thinking"))
        {
            reply = reply with { Thinking = "" };
        }

        if (request.IgnoreEnd)
        {
            // Tool calls follow the text.
            var calls = reply.ToolCalls.Sum(call => Tokenizer.Split(ChatTemplate.ToolCallText(call)).Count);
            reply = reply with { Text = LongText.Of(reply.Text, Math.Min(limit, room) - calls) };
        }

        return (ReplyPlan.Create(reply, Math.Min(limit, room), request.Stops, seed), fault);
    }
}
