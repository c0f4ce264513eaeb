namespace AgentLoad.EndToEnd.RealServers;

/// <summary>Models for the tests.</summary>
internal static class TinyModels
{
    private static readonly string[] Words =
    [
        .. "the river small light over people house water under music before paper city green story table open road market stone"
            .Split(' ')
            .Select(word => " " + word),
    ];

    private static readonly string[] Names = ["Belaten", "Corista", "Fenoral"];
    private static readonly string[] Answers = [" 24", " 7", " Fenoral"];

    /// <summary>A model that writes prose and emojis, and sometimes an answer.</summary>
    public static TinyModel Prose()
    {
        var model = new TinyModel(Template());
        model.Follow(TinyModel.Start, [.. Words.Select(word => (word, 1.0)), ("Answer:", 4)]);
        AddWords(model, (TinyModel.End, 0.1), ("Answer:", 0.05));
        AddAnswers(model);
        return model;
    }

    /// <summary>A model that reasons before it answers, unless the request turns reasoning off.</summary>
    public static TinyModel Thinker()
    {
        const string reasoning = "{% if m.reasoning_content %}<think>{{ m.reasoning_content }}</think>{% endif %}";
        var model = new TinyModel(
            Template(
                beforeContent: reasoning,
                afterStart: "{% if enable_thinking is defined and not enable_thinking %}<think></think>{% endif %}"
            )
        );
        model.Follow(TinyModel.Start, ("<think>", 1));
        model.Follow("<think>", [.. Words.Select(word => (word, 1.0))]);
        model.Follow("</think>", ("Answer:", 1));
        AddWords(model, ("</think>", 0.1));
        AddAnswers(model);
        return model;
    }

    /// <summary>A model that looks a person up, and answers once it has read a result.</summary>
    public static TinyModel ToolUser()
    {
        const string tools = """
            {% if tools %}<|system|>Tools:
            {% for t in tools %}{{ t | tojson }}
            {% endfor %}Call a tool with <tool_call>
            {"name": ..., "arguments": ...}
            </tool_call><|end|>{% endif %}
            """;
        const string calls = """
            {% if m.tool_calls %}{% for c in m.tool_calls %}<tool_call>
            {"name": "{{ c.function.name }}", "arguments": {{ c.function.arguments | tojson }}}
            </tool_call>{% endfor %}{% endif %}
            """;
        var model = new TinyModel(Template(tools, "", calls, "{% if messages[-1].role == 'tool' %}<|found|>{% endif %}"));
        model.Follow(TinyModel.Start, ("<tool_call>", 1));
        model.Follow("<|found|>", ("Answer:", 1));
        model.Follow("<tool_call>", ("\n{\"name\": \"lookup\", \"arguments\": {\"entity\": \"", 1));
        model.Follow("\n{\"name\": \"lookup\", \"arguments\": {\"entity\": \"", [.. Names.Select(name => (name, 1.0))]);
        foreach (var name in Names)
        {
            model.Follow(name, ("\", \"relation\": \"", 1));
        }

        model.Follow("\", \"relation\": \"", ("mentor", 1), ("rival", 1), ("guardian", 1));
        foreach (var relation in (string[])["mentor", "rival", "guardian"])
        {
            model.Follow(relation, ("\"}}\n</tool_call>", 1));
        }

        model.Follow("\"}}\n</tool_call>", (TinyModel.End, 1));
        AddAnswers(model);
        return model;
    }

    // Each word is followed by one of six others, an emoji, or an end of the text.
    private static void AddWords(TinyModel model, params (string Text, double Weight)[] ends)
    {
        for (var i = 0; i < Words.Length; i++)
        {
            (string, double)[] next = [.. Enumerable.Range(1, 6).Select(step => (Words[(i + step) % Words.Length], 0.12))];
            model.Follow(Words[i], [.. next, ("<0xF0>", 0.1), .. ends]);
        }

        // The emoji has four tokens: the server must hold its bytes back until the character is complete.
        model.Follow("<0xF0>", ("<0x9F>", 1));
        model.Follow("<0x9F>", ("<0x98>", 1));
        model.Follow("<0x98>", ("<0x80>", 1));
        model.Follow("<0x80>", [.. Words.Select(word => (word, 1.0))]);
    }

    private static void AddAnswers(TinyModel model)
    {
        model.Follow("Answer:", [.. Answers.Select(answer => (answer, 1.0))]);
        foreach (var answer in Answers)
        {
            model.Follow(answer, (TinyModel.End, 1));
        }
    }

    private static string Template(string first = "", string beforeContent = "", string afterContent = "", string afterStart = "") =>
        first
        + "{% for m in messages %}<|{{ m.role }}|>"
        + beforeContent
        + "{{ m.content }}"
        + afterContent
        + "<|end|>{% endfor %}{% if add_generation_prompt %}<|assistant|>"
        + afterStart
        + "{% endif %}";
}
