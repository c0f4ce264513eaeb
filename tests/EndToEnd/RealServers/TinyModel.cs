using System.Globalization;

namespace AgentLoad.EndToEnd.RealServers;

/// <summary>
/// A model of a few megabytes that a real server runs in microseconds per token: a Markov chain over words. Embeddings are one-hot, the
/// only layer is zero, and the output matrix holds the logarithms of the probabilities of the next token, so that the text of a reply
/// depends only on its last token and the sampling.
/// </summary>
internal sealed class TinyModel
{
    /// <summary>Number of tokens, and width of the model.</summary>
    private const int Width = 512;
    private const int HeadWidth = 64;
    private const int FeedForwardWidth = 32;
    private const int ContextLength = 32_768;

    /// <summary>Logit of a token that does not follow; about 10⁻⁹.</summary>
    private const float Never = -20;

    /// <summary>Token before a reply.</summary>
    public const string Start = "<|assistant|>";

    /// <summary>Token at the end of a message.</summary>
    public const string End = "<|end|>";

    private readonly List<(string Text, TokenType Type)> _tokens = [];
    private readonly Dictionary<string, int> _ids = new(StringComparer.Ordinal);
    private readonly Dictionary<int, (string Text, double Weight)[]> _next = [];
    private readonly string _template;

    /// <summary>Creates a model without transitions.</summary>
    /// <param name="template">Chat template (Jinja).</param>
    public TinyModel(string template)
    {
        _template = template;
        Add("<unk>", TokenType.Unknown);
        foreach (var role in (string[])["<s>", "<|system|>", "<|user|>", Start, "<|tool|>", "<|found|>", End])
        {
            Add(role, TokenType.Control);
        }

        for (var value = 0; value < 256; value++)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"<0x{value:X2}>"), TokenType.Byte);
        }
    }

    /// <summary>Types of tokens in the vocabulary of the architecture "llama".</summary>
    private enum TokenType
    {
        Normal = 1,
        Unknown = 2,
        Control = 3,
        UserDefined = 4,
        Unused = 5,
        Byte = 6,
    }

    /// <summary>Writes the model.</summary>
    public void Save(string path)
    {
        while (_tokens.Count < Width)
        {
            Add(string.Create(CultureInfo.InvariantCulture, $"<unused{_tokens.Count}>"), TokenType.Unused);
        }

        var file = new GgufFile();
        file.Set("general.architecture", "llama");
        file.Set("general.name", "Tiny Markov chain");
        file.Set("llama.context_length", (uint)ContextLength);
        file.Set("llama.embedding_length", (uint)Width);
        file.Set("llama.block_count", 1u);
        file.Set("llama.feed_forward_length", (uint)FeedForwardWidth);
        file.Set("llama.attention.head_count", (uint)(Width / HeadWidth));
        file.Set("llama.attention.layer_norm_rms_epsilon", 1e-5f);
        file.Set("llama.rope.dimension_count", (uint)HeadWidth);
        file.Set("llama.vocab_size", (uint)Width);
        file.Set("tokenizer.ggml.model", "llama");
        file.Set("tokenizer.ggml.tokens", [.. _tokens.Select(token => token.Text)]);
        file.Set("tokenizer.ggml.scores", new float[Width].AsSpan());
        file.Set("tokenizer.ggml.token_type", [.. _tokens.Select(token => (int)token.Type)]);
        file.Set("tokenizer.ggml.bos_token_id", (uint)_ids["<s>"]);
        file.Set("tokenizer.ggml.eos_token_id", (uint)_ids[End]);
        file.Set("tokenizer.ggml.unknown_token_id", (uint)_ids["<unk>"]);
        file.Set("tokenizer.ggml.add_bos_token", false);
        file.Set("tokenizer.ggml.add_space_prefix", false);
        file.Set("tokenizer.chat_template", _template);
        AddTensors(file);
        file.Save(path);
    }

    private void AddTensors(GgufFile file)
    {
        var ones = Enumerable.Repeat(1f, Width).ToArray();
        file.Add("token_embd.weight", Embeddings(), Width, Width);
        file.Add("output_norm.weight", ones, Width);
        file.Add("output.weight", Outputs(), Width, Width);
        file.Add("blk.0.attn_norm.weight", ones, Width);
        file.Add("blk.0.ffn_norm.weight", ones, Width);
        foreach (var name in (string[])["attn_q", "attn_k", "attn_v", "attn_output"])
        {
            file.Add($"blk.0.{name}.weight", new float[Width * Width], Width, Width);
        }

        file.Add("blk.0.ffn_gate.weight", new float[Width * FeedForwardWidth], Width, FeedForwardWidth);
        file.Add("blk.0.ffn_up.weight", new float[Width * FeedForwardWidth], Width, FeedForwardWidth);
        file.Add("blk.0.ffn_down.weight", new float[Width * FeedForwardWidth], FeedForwardWidth, Width);
    }

    private static float[] Embeddings()
    {
        var values = new float[Width * Width];
        for (var token = 0; token < Width; token++)
        {
            values[(token * Width) + token] = 1;
        }

        return values;
    }

    // The normalization of the layer before the output multiplies a one-hot vector by the square root of its width.
    private float[] Outputs()
    {
        var scale = MathF.Sqrt(Width);
        var values = new float[Width * Width];
        Array.Fill(values, Never / scale);
        (string Text, double Weight)[] others = [(End, 1)];
        for (var token = 0; token < Width; token++)
        {
            var next = _next.GetValueOrDefault(token, others);
            var sum = next.Sum(n => n.Weight);
            foreach (var (text, weight) in next)
            {
                values[(_ids[text] * Width) + token] = (float)Math.Log(weight / sum) / scale;
            }
        }

        return values;
    }

    /// <summary>Sets the tokens that follow a token, with their weights. After other tokens the model ends its reply.</summary>
    public void Follow(string text, params (string Text, double Weight)[] next)
    {
        foreach (var word in next.Select(n => n.Text).Prepend(text).Where(word => !_ids.ContainsKey(word)))
        {
            Add(word, TokenType.UserDefined);
        }

        _next[_ids[text]] = next;
    }

    private void Add(string text, TokenType type)
    {
        _ids.Add(text, _tokens.Count);
        _tokens.Add((text, type));
    }
}
