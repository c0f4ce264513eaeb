using AgentLoad.Inference;
using AgentLoad.Simulation.Tokens;
using Shouldly;
using Xunit;

namespace AgentLoad.Simulation.Tests.Tokens;

public sealed class TokenizerTests
{
    [Fact]
    public void Split_RandomText_JoinsToTheText()
    {
        const string alphabet = "abcdefghij  \n\t.,12345(){}\"\\é世界";
        for (var seed = 0; seed < 500; seed++)
        {
            var random = new Random(seed);
            var text = string.Concat(
                Enumerable
                    .Range(0, random.Next(200))
                    .Select(_ => random.Next(20) == 0 ? "😀" : alphabet[random.Next(alphabet.Length)].ToString())
            );
            var pieces = Tokenizer.Split(text);
            string.Concat(pieces).ShouldBe(text);
            Tokenizer.Count(text).ShouldBe(pieces.Count);
            pieces.ShouldAllBe(piece => !char.IsLowSurrogate(piece[0]) && !char.IsHighSurrogate(piece[piece.Length - 1]));
        }
    }

    [Fact]
    public void Split_EnglishProse_HasAboutFourCharactersAToken()
    {
        const string text =
            "The load that autonomous agents cause differs from that of chats: they search, branch, vote, call tools and give up.";
        (text.Length / (double)Tokenizer.Count(text)).ShouldBeInRange(3.2, 5.2);
    }

    [Fact]
    public void Encode_LastMessageOfTheModel_IsContinued()
    {
        var begun = ChatTemplate.Encode([ChatMessage.User("How many?"), ChatMessage.Assistant("I count 3")], []);
        var further = ChatTemplate.Encode([ChatMessage.User("How many?"), ChatMessage.Assistant("I count 3, 4 and 5")], []);

        further.Take(begun.Length).ShouldBe(begun);
        begun.Take(begun.Length - Tokenizer.Count("I count 3")).ShouldBe(ChatTemplate.Encode([ChatMessage.User("How many?")], []));
    }

    [Fact]
    public void Encode_ConversationWithItsAnswer_KeepsPromptAndAnswerAsPrefix()
    {
        List<ChatMessage> messages = [ChatMessage.System("Be brief."), ChatMessage.User("How many?")];
        var prompt = ChatTemplate.Encode(messages, []);
        var answer = new List<int>();
        Tokenizer.Encode("Twenty-four, I think.", answer);
        var next = ChatTemplate.Encode([.. messages, ChatMessage.Assistant("Twenty-four, I think."), ChatMessage.User("Sure?")], []);
        int[] held = [.. prompt, .. answer, ChatTemplate.EndOfMessage];
        next.Take(held.Length).ShouldBe(held);
    }

    [Fact]
    public void Generate_UnknownPrompts_IsRepeatableAndKeepsTheLimit()
    {
        var generator = new ProseReplyGenerator();
        for (var seed = 0UL; seed < 300; seed++)
        {
            var prompt = new SimulatedPrompt("m", [ChatMessage.User("Hello")], [], 10 + ((int)seed % 200), 0.8, seed, Json: false);
            var text = generator.Generate(prompt).Text;
            Tokenizer.Count(text).ShouldBeInRange(1, prompt.MaxTokens);
            generator.Generate(prompt).Text.ShouldBe(text);
        }
    }
}
