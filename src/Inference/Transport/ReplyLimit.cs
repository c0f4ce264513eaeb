using System.Globalization;
using AgentLoad.Inference.Replies;

namespace AgentLoad.Inference.Transport;

/// <summary>Largest size of a reply in bytes, so that a server that never ends a reply cannot exhaust the memory of the client.</summary>
internal static class ReplyLimit
{
    // A streamed token takes 200 to 400 bytes on the wire; log probabilities multiply that.
    private const int BytesPerToken = 8 * 1024;

    /// <summary>Returns the limit for a request: the longest line, and 8 KiB for each token of the request's limit.</summary>
    public static long Of(CallRequest request) => LineBuffer.Limit + ((long)BytesPerToken * request.Options.MaxTokens);

    /// <summary>Returns the error of a reply over the limit.</summary>
    /// <param name="isLine">True if a single line exceeds the limit of a line.</param>
    /// <param name="limit">Limit of the reply.</param>
    public static string Error(bool isLine, long limit) =>
        isLine
            ? $"the server sent a line longer than {LineBuffer.Limit} bytes"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"the server sent more than {limit} bytes, which is over the limit for the number of tokens of the request"
            );
}
