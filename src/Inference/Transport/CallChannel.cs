using System.Net;
using AgentLoad.Inference.Replies;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Transport;

/// <summary>Makes one streaming call and converts every failure to a value. Instants are taken when bytes arrive.</summary>
internal sealed class CallChannel(ModelTransport transport, TimeProvider timeProvider)
{
    private const int MaxErrorBodyBytes = 64 * 1024;
    private const int MaxTailBytes = 64 * 1024;

    // A reply has at most a few bytes after its final line; reading them makes the connection reusable.
    private static readonly TimeSpan TailTimeout = TimeSpan.FromSeconds(1);

    /// <summary>Posts the body and reads the complete reply.</summary>
    /// <param name="path">Path relative to the base URL of the endpoint.</param>
    /// <param name="body">Body of the request; returned to the pool after it is sent.</param>
    /// <param name="request">Request that the body was created from.</param>
    /// <param name="reply">Parser of the reply; disposed by this method.</param>
    /// <param name="cancellationToken">Cancels the call.</param>
    public async Task<CallResult> CallAsync(
        string path,
        PooledBuffer body,
        CallRequest request,
        Reply reply,
        CancellationToken cancellationToken
    )
    {
        using (reply)
        using (await CallSlots.Shared.AcquireAsync(cancellationToken).ConfigureAwait(false))
        using (var cancellation = new CancellationTokenSource(request.Deadline ?? Timeout.InfiniteTimeSpan, timeProvider))
        using (cancellationToken.UnsafeRegister(static source => ((CancellationTokenSource)source!).Cancel(), cancellation))
        {
            reply.AnnounceTo(request.OnText);
            var content = new PooledBody(body);
            long sent = timeProvider.GetTimestamp();
            try
            {
                using var response = await transport
                    .SendAsync(HttpMethod.Post, path, content, cancellation.Token, request)
                    .ConfigureAwait(false);
                reply.HttpStatus = (int)response.StatusCode;
                await ReadAsync(response, request, reply, cancellation).ConfigureAwait(false);
            }
            catch (Exception exception) when (exception is OperationCanceledException || cancellation.IsCancellationRequested)
            {
                long now = timeProvider.GetTimestamp();
                if (cancellationToken.IsCancellationRequested)
                {
                    reply.Finish(CallOutcome.Cancelled, null, now);
                }
                else
                {
                    reply.Finish(CallOutcome.TimedOut, $"timed out after {request.Deadline?.TotalSeconds:0.###} s", now);
                }
            }
            catch (Exception exception) when (exception is HttpRequestException or IOException or ObjectDisposedException)
            {
                var failure = Failure.Of(exception);
                reply.Finish(failure.Outcome, failure.Reason, timeProvider.GetTimestamp());
            }
            catch (InvalidDataException exception)
            {
                reply.Finish(CallOutcome.ServerError, $"the compressed reply is invalid: {exception.Message}", timeProvider.GetTimestamp());
            }
            catch (Exception exception)
            {
                // A call is always recorded: no reply may end its task with an exception.
                reply.Finish(
                    CallOutcome.ServerError,
                    $"the reply cannot be read ({exception.GetType().Name}: {exception.Message})",
                    timeProvider.GetTimestamp()
                );
            }

            // The last line may have been read on the thread that polls all sockets. What follows the call must not delay other calls.
            await Task.CompletedTask.ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
            return reply.ToResult(transport.Address, request, sent);
        }
    }

    private async Task ReadAsync(HttpResponseMessage response, CallRequest request, Reply reply, CancellationTokenSource cancellation)
    {
        using var stream = await BodyStream.OpenAsync(response.Content, cancellation.Token).ConfigureAwait(false);
        if (!response.IsSuccessStatusCode || response.StatusCode is HttpStatusCode.NoContent or HttpStatusCode.ResetContent)
        {
            await ReadErrorAsync(response, stream, reply, cancellation.Token).ConfigureAwait(false);
        }
        else if (await ReadLinesAsync(stream, reply, ReplyLimit.Of(request), cancellation.Token).ConfigureAwait(false))
        {
            await ReadTailAsync(stream, cancellation).ConfigureAwait(false);
        }
    }

    /// <summary>Reads lines until the reply is complete. Returns true if the rest of the body should be read.</summary>
    private async Task<bool> ReadLinesAsync(Stream stream, Reply reply, long limit, CancellationToken cancellationToken)
    {
        using var lines = new LineBuffer();
        for (long total = 0; ; )
        {
            int read = await stream.ReadAsync(lines.GetFreeMemory(), cancellationToken).ConfigureAwait(false);
            long arrived = timeProvider.GetTimestamp();
            if (read == 0)
            {
                reply.EndOfBody(lines.Rest(), arrived);
                return false;
            }

            lines.Advance(read);
            total += read;
            while (lines.TryReadLine(out var line))
            {
                if (!reply.Accept(line, arrived))
                {
                    return reply.Outcome!.Value.IsGood();
                }
            }

            if (lines.IsOverLimit || total > limit)
            {
                reply.Finish(CallOutcome.ServerError, ReplyLimit.Error(lines.IsOverLimit, limit), arrived);
                return false;
            }
        }
    }

    private static async Task ReadTailAsync(Stream stream, CancellationTokenSource cancellation)
    {
        try
        {
            cancellation.CancelAfter(TailTimeout);
            byte[] tail = new byte[256];
            for (
                int total = 0, read;
                total < MaxTailBytes && (read = await stream.ReadAsync(tail, cancellation.Token).ConfigureAwait(false)) > 0;
                total += read
            ) { }
        }
        catch (Exception exception)
            when (exception is OperationCanceledException or IOException or ObjectDisposedException or InvalidDataException)
        {
            // The reply is complete; only its connection cannot be reused.
        }
    }

    private async Task ReadErrorAsync(HttpResponseMessage response, Stream stream, Reply reply, CancellationToken cancellationToken)
    {
        using var body = new PooledBuffer();
        try
        {
            int read;
            while (
                body.Length < MaxErrorBodyBytes
                && (read = await stream.ReadAsync(body.GetMemory(1024), cancellationToken).ConfigureAwait(false)) > 0
            )
            {
                body.Advance(read);
            }
        }
        catch (Exception exception) when (exception is IOException or InvalidDataException)
        {
            // The status is reported without the body.
        }
        reply.RetryAfter = RetryAfter(response);
        reply.Finish(
            Failure.OutcomeOf(response.StatusCode),
            $"HTTP {(int)response.StatusCode}: {Failure.TextOf(response, body.ToString())}",
            timeProvider.GetTimestamp()
        );
    }

    private TimeSpan? RetryAfter(HttpResponseMessage response) =>
        response.Headers.RetryAfter switch
        {
            { Delta: { } delay } => delay,
            { Date: { } date } => TimeSpan.FromSeconds(Math.Max(0, (date - timeProvider.GetUtcNow()).TotalSeconds)),
            _ => null,
        };
}
