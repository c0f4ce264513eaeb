using System.Net;
using System.Net.Http.Headers;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Transport;

/// <summary>Makes one streaming call and turns every way it can end into a value. Instants are taken where bytes arrive.</summary>
internal sealed class CallChannel(ModelTransport transport, TimeProvider timeProvider)
{
    private const int LongestErrorBody = 64 * 1024;
    private const int LongestTail = 64 * 1024;

    // After its final line a reply has at most a few bytes left; who reads them can use the connection again.
    private static readonly TimeSpan TailTime = TimeSpan.FromSeconds(1);

    /// <summary>Posts the body and reads the reply to its end.</summary>
    /// <param name="path">Path under the endpoint's base.</param>
    /// <param name="body">The request; given back to the pool when sent.</param>
    /// <param name="request">What the body was written from.</param>
    /// <param name="reply">Understands the lines; disposed here.</param>
    /// <param name="cancellationToken">Given up by the agent.</param>
    public async Task<CallResult> CallAsync(
        string path,
        PooledBuffer body,
        CallRequest request,
        Reply reply,
        CancellationToken cancellationToken
    )
    {
        using (reply)
        using (await CallSlots.OfProcess.TakeAsync(cancellationToken).ConfigureAwait(false))
        using (var ending = new CancellationTokenSource(request.Deadline ?? Timeout.InfiniteTimeSpan, timeProvider))
        using (cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), ending))
        {
            reply.OnText = request.OnText;
            var content = new PooledBody(body);
            long sent = timeProvider.GetTimestamp();
            try
            {
                using var response = await transport.SendAsync(HttpMethod.Post, path, content, ending.Token).ConfigureAwait(false);
                reply.HttpStatus = (int)response.StatusCode;
                await ReadAsync(response, reply, ending).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException || ending.IsCancellationRequested)
            {
                long now = timeProvider.GetTimestamp();
                if (cancellationToken.IsCancellationRequested)
                {
                    reply.Finish(CallOutcome.Cancelled, null, now);
                }
                else
                {
                    reply.Finish(CallOutcome.TimedOut, $"not done within {request.Deadline?.TotalSeconds:0.###} s", now);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or ObjectDisposedException)
            {
                var failure = Failure.Of(exception);
                reply.Finish(failure.Outcome, failure.Reason, timeProvider.GetTimestamp());
            }
            return reply.ToResult(transport.Address, request, sent);
        }
    }

    private async Task ReadAsync(HttpResponseMessage response, Reply reply, CancellationTokenSource ending)
    {
        using var stream = await response.Content.ReadAsStreamAsync(ending.Token).ConfigureAwait(false);
        if (response.StatusCode is not HttpStatusCode.OK)
        {
            await ReadErrorAsync(response, stream, reply, ending.Token).ConfigureAwait(false);
        }
        else if (IsText(response.Content.Headers.ContentType))
        {
            reply.Finish(
                CallOutcome.ServerError,
                $"the server answered {response.Content.Headers.ContentType}, not a stream of JSON",
                timeProvider.GetTimestamp()
            );
        }
        else if (await ReadLinesAsync(stream, reply, ending.Token).ConfigureAwait(false))
        {
            await ReadTailAsync(stream, ending).ConfigureAwait(false);
        }
    }

    /// <summary>Reads lines until the reply is over; true where the body may have a rest that is worth reading.</summary>
    private async Task<bool> ReadLinesAsync(Stream stream, Reply reply, CancellationToken cancellationToken)
    {
        using var lines = new LineBuffer();
        while (true)
        {
            int read = await stream.ReadAsync(lines.Free(), cancellationToken).ConfigureAwait(false);
            long arrived = timeProvider.GetTimestamp();
            if (read == 0)
            {
                reply.EndOfBody(lines.Rest(), arrived);
                return false;
            }
            lines.Advance(read);
            while (lines.TryReadLine(out var line))
            {
                if (!reply.Accept(line, arrived))
                {
                    return reply.Outcome!.Value.IsGood();
                }
            }

            if (lines.IsOverLimit)
            {
                reply.Finish(CallOutcome.ServerError, $"the server sent a line of more than {LineBuffer.Limit} bytes", arrived);
                return false;
            }
        }
    }

    private static async Task ReadTailAsync(Stream stream, CancellationTokenSource ending)
    {
        try
        {
            ending.CancelAfter(TailTime);
            byte[] tail = new byte[256];
            for (
                int total = 0, read;
                total < LongestTail && (read = await stream.ReadAsync(tail, ending.Token).ConfigureAwait(false)) > 0;
                total += read
            ) { }
        }
        catch (Exception exception) when (exception is OperationCanceledException or IOException or ObjectDisposedException)
        {
            // The reply is whole; only its connection cannot be used again.
        }
    }

    private async Task ReadErrorAsync(HttpResponseMessage response, Stream stream, Reply reply, CancellationToken cancellationToken)
    {
        using var body = new PooledBuffer();
        try
        {
            int read;
            while (
                body.Length < LongestErrorBody
                && (read = await stream.ReadAsync(body.GetMemory(1024), cancellationToken).ConfigureAwait(false)) > 0
            )
            {
                body.Advance(read);
            }
        }
        catch (IOException)
        {
            // The status says enough.
        }
        string text = body.Length == 0 ? response.ReasonPhrase ?? "" : ErrorText.Of(body.ToString());
        if (response.Headers.Location is { } location)
        {
            text = $"redirected to {location.GetLeftPart(UriPartial.Path)}";
        }

        reply.Finish(Failure.OutcomeOf(response.StatusCode), $"HTTP {(int)response.StatusCode}: {text}", timeProvider.GetTimestamp());
    }

    private static bool IsText(MediaTypeHeaderValue? type) => type?.MediaType is "text/html" or "text/plain";
}
