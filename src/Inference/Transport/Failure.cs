using System.Net;
using System.Net.Sockets;
using AgentLoad.Inference.Replies;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Transport;

/// <summary>Maps exceptions of the HTTP stack and HTTP statuses to call outcomes.</summary>
/// <param name="Outcome">Outcome of the call.</param>
/// <param name="Reason">Short reason.</param>
internal readonly record struct Failure(CallOutcome Outcome, string Reason)
{
    /// <summary>Reason used if the server does not speak HTTP.</summary>
    public const string NotHttp = "the response is not HTTP";

    /// <summary>Returns the outcome for a status other than 200.</summary>
    public static CallOutcome OutcomeOf(HttpStatusCode status) =>
        (int)status switch
        {
            503 or 429 or 529 => CallOutcome.Overloaded,
            >= 500 => CallOutcome.ServerError,
            _ => CallOutcome.Rejected,
        };

    /// <summary>Returns the words of an error response: the target of a redirect, the message in the body, or the reason phrase.</summary>
    public static string TextOf(HttpResponseMessage response, string body)
    {
        if (response.Headers.Location is not { } location)
        {
            return string.IsNullOrWhiteSpace(body) ? response.ReasonPhrase ?? "" : ErrorText.Of(body);
        }

        var target =
            response.RequestMessage?.RequestUri is { } asked && Uri.TryCreate(asked, location, out var absolute) ? absolute : location;
        return "redirected to " + (target.IsAbsoluteUri ? target.GetLeftPart(UriPartial.Path) : target.OriginalString.Split('?')[0]);
    }

    /// <summary>Returns the failure for an exception that was not caused by cancellation.</summary>
    public static Failure Of(Exception exception) =>
        exception switch
        {
            HttpRequestException { HttpRequestError: var error } when Kind(error) is { } outcome => new(outcome, Reasons(exception)),
            HttpIOException { HttpRequestError: var error } when Kind(error) is { } outcome => new(outcome, Reasons(exception)),
            _ => new(CallOutcome.ConnectionLost, Reasons(exception)),
        };

    private static CallOutcome? Kind(HttpRequestError error) =>
        error switch
        {
            HttpRequestError.ConnectionError or HttpRequestError.NameResolutionError or HttpRequestError.SecureConnectionError =>
                CallOutcome.ConnectionFailed,
            HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => CallOutcome.ServerError,
            _ => null,
        };

    private static string Reasons(Exception exception)
    {
        for (var cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is SocketException socket)
            {
                return Socket(socket);
            }
        }

        return exception switch
        {
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection was closed before the response",
            HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection was closed during the response",
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => NotHttp,
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                $"TLS connection failed: {(exception.InnerException ?? exception).Message}",
            _ => exception.Message,
        };
    }

    private static string Socket(SocketException exception) =>
        exception.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "connection refused",
            SocketError.ConnectionReset => "connection reset",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "host not found",
            SocketError.TimedOut => "connection timed out",
            SocketError.NetworkUnreachable or SocketError.HostUnreachable => "host unreachable",
            _ => exception.Message,
        };
}
