using System.Net.Sockets;
using System.Text;
using System.Text.RegularExpressions;
using AgentLoad.Simulation.Http;

namespace AgentLoad.Simulation.Tests.Http;

/// <summary>Recorded replies of a real server, and the same requests to the node, with variable parts normalized.</summary>
internal static partial class Recorded
{
    public static SimulatedNodeOptions Options { get; } =
        new()
        {
            Profile = Simulation.Nodes.NodeProfiles.Instant,
            Models =
            [
                Tiny("tiny-embed", "embedding") with
                {
                    EmbeddingLength = 128,
                },
                Tiny("medium-random", "completion", "tools") with
                {
                    EmbeddingLength = 768,
                },
                Tiny("tiny-think", "completion", "thinking"),
                Tiny("tiny-random", "completion", "tools"),
            ],
        };

    public static string Read(string name) => File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Wire", name));

    /// <summary>Sends a raw request and returns the complete raw reply with joined chunks.</summary>
    public static async Task<string> AskAsync(string url, string method, string path, string body)
    {
        var address = new Uri(url);
        using var socket = new TcpClient();
        await socket.ConnectAsync(address.Host, address.Port);
        var bytes = Encoding.UTF8.GetBytes(body);
        var head = $"{method} {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Length: {bytes.Length}\r\n\r\n";
        await socket.GetStream().WriteAsync(Encoding.UTF8.GetBytes(head).Concat(bytes).ToArray());
        using var reader = new StreamReader(socket.GetStream(), Encoding.UTF8);
        return Dechunk(await reader.ReadToEndAsync());
    }

    /// <summary>Normalizes times, ids, digests, counts and texts of a reply, and removes headers that only a simulation sends.</summary>
    public static string Level(string reply)
    {
        var text = reply.Replace("\r\n", "\n", StringComparison.Ordinal);
        text = Own().Replace(text, "");
        text = Instants().Replace(text, "T");
        text = Dates().Replace(text, "Date: T");
        text = Numbers().Replace(text, "$1:N");
        text = Texts().Replace(text, match => match.Groups[2].Length == 0 ? match.Value : $"{match.Groups[1]}:C");
        text = Digests().Replace(text, "$1:D");

        // Kestrel writes the length header first, Go last.
        return Lengths().Replace(text, match => $"{match.Groups[2]}Content-Length: L\n");
    }

    private static SimulatedModel Tiny(string name, params string[] capabilities) =>
        new(name)
        {
            Capabilities = capabilities,
            ContextLength = 8192,
            EmbeddingLength = 256,
            ParameterSize = "18.75M",
            Quantization = "F16",
        };

    private static string Dechunk(string reply)
    {
        var split = reply.IndexOf("\r\n\r\n", StringComparison.Ordinal) + 4;
        if (!reply[..split].Contains("Transfer-Encoding: chunked", StringComparison.Ordinal))
        {
            return reply;
        }

        var (whole, at) = (new StringBuilder(reply[..split]), split);
        while (at < reply.Length)
        {
            var end = reply.IndexOf("\r\n", at, StringComparison.Ordinal);
            var length = Convert.ToInt32(reply[at..end], 16);
            if (length == 0)
            {
                break;
            }

            whole.Append(reply, end + 2, length);
            at = end + 4 + length;
        }

        return whole.ToString();
    }

    [GeneratedRegex("X-AgentLoad-Simulated: true\n|Connection: close\n")]
    private static partial Regex Own();

    [GeneratedRegex("\"\\d{4}-\\d\\d-\\d\\dT[0-9:.]+Z\"")]
    private static partial Regex Instants();

    [GeneratedRegex("Date: [^\n|]*")]
    private static partial Regex Dates();

    [GeneratedRegex(
        "(\"(?:total_duration|load_duration|prompt_eval_duration|eval_duration|prompt_eval_count|prompt_tokens"
            + "|total_tokens|created|size|size_vram)\"):\\d+"
    )]
    private static partial Regex Numbers();

    [GeneratedRegex("(\"(?:content|thinking|response|parameter_size)\"):\"((?:[^\"\\\\]|\\\\.)*)\"")]
    private static partial Regex Texts();

    [GeneratedRegex("(\"(?:digest|id)\"):\"[^\"]*\"")]
    private static partial Regex Digests();

    [GeneratedRegex("(Content-Length: \\d+\n)((?:[A-Z][^\n]*\n)*)")]
    private static partial Regex Lengths();
}
