using AgentLoad.Inference.Endpoints;

namespace AgentLoad.Agents.Workloads.Schema;

/// <summary>The schema of an endpoint and its prices.</summary>
internal static class EndpointSchema
{
    private static Kind Api { get; } =
        Kinds.OneOf(
            ("ollama", ModelApi.Ollama),
            ("openai", ModelApi.OpenAI),
            ("ollamasharp", ModelApi.OllamaSharp),
            ("chat-client", ModelApi.ChatClient)
        );

    /// <summary>Creates the schema of an endpoint.</summary>
    public static ObjectKind Create(WorkloadInputs inputs) =>
        new(
            "endpoint",
            "One or more servers that serve the same model.",
            () => new EndpointGroup(),
            [
                Field.On<EndpointGroup, Uri>(
                    "url",
                    Kinds.Url(),
                    "Base address; alternatively, set 'urls'.",
                    e => e.Urls.Count == 1 ? e.Urls[0] : null,
                    (e, v) => e with { Urls = [v] }
                ) with
                {
                    Sample = "http://127.0.0.1:11434",
                },
                Field.On<EndpointGroup, IReadOnlyList<Uri>>(
                    "urls",
                    new ListKind<Uri>(Kinds.Url()),
                    "Base addresses of several servers with the same model.",
                    e => e.Urls.Count > 1 ? e.Urls : null,
                    (e, v) => e with { Urls = v }
                ) with
                {
                    Sample = "[http://gpu1:11434, http://gpu2:11434]",
                },
                Field.On<EndpointGroup, ModelApi>("api", Api, "API of the server.", e => e.Api, (e, v) => e with { Api = v }),
                Field.On<EndpointGroup, UserType>(
                    "client",
                    UserTypeSchema.ChatClient(inputs),
                    "Your client, for api chat-client: a public class that creates an IChatClient. Loading it runs your code.",
                    e => e.Client,
                    (e, v) => e with { Client = v }
                ) with
                {
                    Sample = "{assembly: MyAgents.dll, type: MyAgents.MyClient}",
                },
                Field.On<EndpointGroup, string>(
                    "model",
                    Kinds.Text("the name of a model"),
                    "Model to call.",
                    e => e.Model,
                    (e, v) => e with { Model = v }
                ) with
                {
                    IsRequired = true,
                    Sample = "llama3.1:8b",
                },
                Field.On<EndpointGroup, Secret>(
                    "apiKey",
                    Kinds.Secret(),
                    "API key, only from the environment: ${NAME}. It is never saved or shown.",
                    e => e.ApiKey,
                    (e, v) => e with { ApiKey = v.Variable.Length > 0 ? v : null }
                ) with
                {
                    DefaultNote = "none",
                    Sample = "${NAME}",
                },
                Field.On<EndpointGroup, string>(
                    "apiKeyHeader",
                    Kinds.HeaderName(),
                    "Header with the API key. Azure OpenAI expects api-key.",
                    e => e.ApiKeyHeader,
                    (e, v) => e with { ApiKeyHeader = v }
                ) with
                {
                    DefaultNote = "'Authorization: Bearer'",
                    Sample = "api-key",
                },
                Field.On<EndpointGroup, IReadOnlyDictionary<string, Secret>>(
                    "headers",
                    new MapKind<Secret>(new HeaderKind()),
                    "Additional headers of every request, for example of an organization. Secrets only from the environment: ${NAME}.",
                    e => e.Headers.Count > 0 ? e.Headers : null,
                    (e, v) => e with { Headers = v }
                ) with
                {
                    DefaultNote = "none",
                    Sample = "{OpenAI-Organization: org-1}",
                },
                Field.On<EndpointGroup, IReadOnlyDictionary<string, string>>(
                    "body",
                    new MapKind<string>(new JsonKind()),
                    "Additional fields of every request, for apis openai and ollama.",
                    e => e.Body.Count > 0 ? e.Body : null,
                    (e, v) => e with { Body = v }
                ) with
                {
                    DefaultNote = "none",
                    Sample = "{top_k: 20}",
                },
                Field.On<EndpointGroup, IReadOnlyList<string>>(
                    "omit",
                    new ListKind<string>(Kinds.Name()),
                    "Fields that requests leave out. 'seed' and 'stream_options' are left out after a server has refused them.",
                    e => e.Omit.Count > 0 ? e.Omit : null,
                    (e, v) => e with { Omit = v }
                ) with
                {
                    DefaultNote = "none",
                    Sample = "[seed, stream_options]",
                },
                Field.On<EndpointGroup, IReadOnlyDictionary<string, string>>(
                    "rename",
                    new MapKind<string>(Kinds.Name()),
                    "New names of fields of the requests. 'max_tokens' is renamed after a server has refused it.",
                    e => e.Rename.Count > 0 ? e.Rename : null,
                    (e, v) => e with { Rename = v }
                ) with
                {
                    DefaultNote = "none",
                    Sample = "{max_tokens: max_completion_tokens}",
                },
                Field.On<EndpointGroup, IdentityHeaders>(
                    "identity",
                    Identity(),
                    "Headers that tell the server which session, run and sub-agent a call belongs to; {} for the default names.",
                    e => e.Identity,
                    (e, v) => e with { Identity = v }
                ) with
                {
                    DefaultNote = "none",
                    Sample = "{session: X-Session-Id}",
                },
                Field.On<EndpointGroup, Routing>(
                    "routing",
                    Kinds.OneOf(
                        ("least-outstanding", Routing.LeastOutstanding),
                        ("round-robin", Routing.RoundRobin),
                        ("sticky-by-task", Routing.StickyByTask)
                    ),
                    "Load balancing over several addresses.",
                    e => e.Routing,
                    (e, v) => e with { Routing = v }
                ),
                Field.On<EndpointGroup, long>(
                    "contextLength",
                    Kinds.Integer(1, int.MaxValue),
                    "Context length in tokens, constant for the run.",
                    e => e.ContextLength,
                    (e, v) => e with { ContextLength = (int)v }
                ) with
                {
                    DefaultNote = "the server's",
                    Sample = "8192",
                },
                Field.On<EndpointGroup, IReadOnlyList<Uri>>(
                    "scrape",
                    new ListKind<Uri>(Kinds.Url()),
                    "Prometheus metrics pages of the servers and their GPUs (vLLM, SGLang, llama-server, DCGM exporter), "
                        + "fetched during the run. Ollama's /api/ps is always fetched.",
                    e => e.Scrape,
                    (e, v) => e with { Scrape = v }
                ) with
                {
                    DefaultNote = "none",
                    Sample = "[http://gpu1:8000/metrics, http://gpu1:9400/metrics]",
                },
                Field.On<EndpointGroup, TimeSpan>(
                    "scrapeEvery",
                    Kinds.Span(TimeSpan.FromMilliseconds(100)),
                    "Interval between fetches.",
                    e => e.ScrapeEvery,
                    (e, v) => e with { ScrapeEvery = v }
                ),
                Field.On<EndpointGroup, PriceSettings>(
                    "prices",
                    Prices(),
                    "Prices of tokens, for the cost of tasks and for money budgets.",
                    e => e.Prices,
                    (e, v) => e with { Prices = v }
                ) with
                {
                    DefaultNote = "none",
                    Sample = "{prompt: 3, cached: 0.3, completion: 15}",
                },
            ]
        )
        {
            Validate = WorkloadRules.Endpoint,
        };

    private static ObjectKind Identity() =>
        new(
            "identity",
            "Names of the headers that identify calls; '' leaves a header out.",
            () => new IdentityHeaders(),
            [
                Field.On<IdentityHeaders, string>(
                    "session",
                    Kinds.HeaderName(canBeEmpty: true),
                    "Header with the run and the task: one conversation of an agent.",
                    i => i.Session,
                    (i, v) => i with { Session = v }
                ),
                Field.On<IdentityHeaders, string>(
                    "run",
                    Kinds.HeaderName(canBeEmpty: true),
                    "Header with the name of the run.",
                    i => i.Run,
                    (i, v) => i with { Run = v }
                ),
                Field.On<IdentityHeaders, string>(
                    "parent",
                    Kinds.HeaderName(canBeEmpty: true),
                    "Header with the key of the sub-agent that makes the call.",
                    i => i.Parent,
                    (i, v) => i with { Parent = v }
                ),
                Field.On<IdentityHeaders, string>(
                    "depth",
                    Kinds.HeaderName(canBeEmpty: true),
                    "Header with the nesting depth of the sub-agent.",
                    i => i.Depth,
                    (i, v) => i with { Depth = v }
                ),
                Field.On<IdentityHeaders, string>(
                    "traceParent",
                    Kinds.HeaderName(canBeEmpty: true),
                    "Header with the trace and the span of the call (W3C Trace Context): spans of the server join the task's trace.",
                    i => i.TraceParent,
                    (i, v) => i with { TraceParent = v }
                ),
            ]
        );

    private static ObjectKind Prices() =>
        new(
            "prices",
            "Prices per million tokens, in the currency of the workload.",
            () => new PriceSettings(),
            [
                Field.On<PriceSettings, double>(
                    "prompt",
                    Price,
                    "Price of a million prompt tokens.",
                    p => p.Prompt,
                    (p, v) => p with { Prompt = v }
                ) with
                {
                    IsRequired = true,
                    Sample = "3",
                },
                Field.On<PriceSettings, double>(
                    "cached",
                    Price,
                    "Price of a million prompt tokens read from the server's prefix cache.",
                    p => p.Cached,
                    (p, v) => p with { Cached = v }
                ) with
                {
                    DefaultNote = "the price of prompt",
                    Sample = "0.3",
                },
                Field.On<PriceSettings, double>(
                    "completion",
                    Price,
                    "Price of a million completion tokens.",
                    p => p.Completion,
                    (p, v) => p with { Completion = v }
                ) with
                {
                    IsRequired = true,
                    Sample = "15",
                },
            ]
        );

    private static Kind Price { get; } = Kinds.Number(0, 1e12);
}
