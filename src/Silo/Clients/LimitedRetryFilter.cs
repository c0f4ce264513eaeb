namespace AgentLoad.Silo.Clients;

/// <summary>A client that finds no silo is told so within seconds.</summary>
internal sealed class LimitedRetryFilter(TimeProvider time) : IClientConnectionRetryFilter
{
    private const int Most = 2;

    private int _tries;

    public async Task<bool> ShouldRetryConnectionAttempt(Exception exception, CancellationToken cancellationToken)
    {
        if (++_tries > Most)
        {
            return false;
        }

        await Task.Delay(TimeSpan.FromSeconds(1), time, cancellationToken).ConfigureAwait(false);
        return true;
    }
}
