using System.Net;
using System.Net.Sockets;
using AgentLoad.Measurement.Records;

namespace AgentLoad.Inference.Transport;

/// <summary>What an exception of the HTTP stack, or a status, means for a call.</summary>
/// <param name="Outcome">How the call ended.</param>
/// <param name="Reason">Why, in a few words.</param>
internal readonly record struct Failure(CallOutcome Outcome, string Reason)
{
    /// <summary>The reason where something else than an HTTP server answered.</summary>
    public const string NotHttp = "the reply is not HTTP";

    /// <summary>Outcome of a status other than 200.</summary>
    public static CallOutcome OutcomeOf(HttpStatusCode status) =>
        (int)status switch
        {
            503 or 429 => CallOutcome.Overloaded,
            >= 500 => CallOutcome.ServerError,
            _ => CallOutcome.Rejected,
        };

    /// <summary>Outcome of an exception that no cancellation caused.</summary>
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
            HttpRequestException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection was closed before the reply",
            HttpIOException { HttpRequestError: HttpRequestError.ResponseEnded } => "the connection was closed in the middle of the reply",
            HttpRequestException { HttpRequestError: HttpRequestError.InvalidResponse } => NotHttp,
            HttpRequestException { HttpRequestError: HttpRequestError.SecureConnectionError } =>
                $"no TLS connection: {(exception.InnerException ?? exception).Message}",
            _ => exception.Message,
        };
    }

    private static string Socket(SocketException exception) =>
        exception.SocketErrorCode switch
        {
            SocketError.ConnectionRefused => "connection refused",
            SocketError.ConnectionReset => "connection reset",
            SocketError.HostNotFound or SocketError.NoData or SocketError.TryAgain => "no such host",
            SocketError.TimedOut => "connection timed out",
            SocketError.NetworkUnreachable or SocketError.HostUnreachable => "host unreachable",
            _ => exception.Message,
        };
}
