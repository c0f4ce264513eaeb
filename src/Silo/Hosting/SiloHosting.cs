using System.Net;
using AgentLoad.Agents.Grains;
using AgentLoad.Agents.Grains.Records;
using AgentLoad.Silo.Redis;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Orleans.Configuration;
using Orleans.Dashboard;
using Orleans.Serialization;
using Orleans.Storage;
using StackExchange.Redis;

namespace AgentLoad.Silo.Hosting;

/// <summary>Configures the services of a silo.</summary>
internal static class SiloHosting
{
    /// <summary>Tag of the health checks that decide about readiness.</summary>
    public const string ReadyTag = "ready";

    /// <summary>Makes the host a silo: embedded in its process, or a member of a cluster on Redis.</summary>
    public static IHostApplicationBuilder UseAgentLoadSilo(this IHostApplicationBuilder builder, SiloSettings settings)
    {
        if (settings.Redis is not null)
        {
            // Hosted services start in the order of their registration and stop in reverse: this one before Orleans.
            builder.Services.AddSingleton(settings).AddHosted<ClusterJoin>();
        }

        builder.UseOrleans(silo =>
        {
            silo.Configure<SiloOptions>(o => o.SiloName = settings.Name);
            silo.ConfigureEndpoints(settings.Address, settings.SiloPort, settings.GatewayPort, settings.ListenOnAnyAddress);
            silo.Configure<ClusterMembershipOptions>(MembershipSettings.Configure);
            silo.Configure<GrainDirectoryOptions>(MembershipSettings.Configure);
            silo.Configure<SiloMessagingOptions>(o =>
                (o.ResponseTimeout, o.SystemResponseTimeout) = (GrainCalls.ResponseTimeout, MembershipSettings.SystemResponseTimeout)
            );
            silo.Configure<ClientMessagingOptions>(o => o.ResponseTimeout = GrainCalls.ResponseTimeout);
#pragma warning disable ORLEANSEXP003 // Experimental. With the default directory, agents were activated twice while silos joined and left.
            silo.AddDistributedGrainDirectory();
#pragma warning restore ORLEANSEXP003
            silo.AddAgentGrains(isClustered: settings.Redis is not null);
            silo.Services.AddSingleton<SiloMeter>();
            if (settings.Tls is { } tls)
            {
                silo.UseTls(tls.Configure);
            }

            if (settings.Redis is { } redis)
            {
                UseRedis(silo, settings, redis);
            }
            else
            {
                UseNoOthers(silo, settings);
            }
            if (settings.TraceGrains)
            {
                silo.AddActivityPropagation();
            }

            if (settings.Dashboard)
            {
                silo.AddDashboard();
            }
            else
            {
                // Grains of the dashboard cannot be activated here.
                silo.Configure<GrainTypeOptions>(o => o.Classes.RemoveWhere(c => c.Assembly == typeof(DashboardOptions).Assembly));
            }
        });
        if (settings.Redis is not null)
        {
            builder.Services.AddHosted<SiloLifetime>().AddHosted<SelfMonitor>().AddHosted<DeadSiloMonitor>();
            builder
                .Services.AddHealthChecks()
                .AddCheck<SiloHealthCheck>("silo", tags: [ReadyTag])
                .AddCheck<RedisHealthCheck>("redis", tags: [ReadyTag]);
            builder.Services.Configure<HostOptions>(o => o.ShutdownTimeout = SiloLifetime.DrainTimeout + SiloLifetime.LeaveTimeout);
        }

        return builder;
    }

    private static IServiceCollection AddHosted<T>(this IServiceCollection services)
        where T : class, IHostedService => services.AddSingleton<T>().AddHostedService(static s => s.GetRequiredService<T>());

    private static void UseNoOthers(ISiloBuilder silo, SiloSettings settings)
    {
        silo.UseLocalhostClustering(
            settings.SiloPort,
            settings.GatewayPort,
            new IPEndPoint(settings.Address, settings.SiloPort),
            settings.ClusterId,
            settings.ClusterId
        );
        silo.AddMemoryGrainStorage(SiloStorage.Name);
        silo.UseInMemoryReminderService();
        silo.Services.AddSingleton<InMemoryRecordLog>().AddSingleton<IRecordLog>(s => s.GetRequiredService<InMemoryRecordLog>());
    }

    private static void UseRedis(ISiloBuilder silo, SiloSettings settings, RedisAddress redis)
    {
        var options = redis.Options(settings.RedisAuthority, settings.Tls);
        silo.Configure<ClusterOptions>(o => (o.ClusterId, o.ServiceId) = (settings.ClusterId, ClusterNames.Service));
        silo.UseRedisClustering(o => o.ConfigurationOptions = options);
        silo.UseRedisReminderService(o => o.ConfigurationOptions = options);
        silo.AddRedisGrainStorage(
            SiloStorage.Name,
            o =>
                o.Configure<Serializer>(
                    (storage, serializer) =>
                    {
                        storage.ConfigurationOptions = options;
                        storage.GrainStorageSerializer = new OrleansGrainStorageSerializer(serializer);
                        storage.GetStorageKey = (_, id) => $"agentload/{settings.ClusterId}/{id.Key}/state";
                    }
                )
        );
        silo.Services.AddSingleton(static s => s.GetRequiredService<ClusterJoin>().Redis);
        silo.Services.AddSingleton<IRecordLog>(s => new RedisRecordLog(
            s.GetRequiredService<IConnectionMultiplexer>(),
            settings.ClusterId,
            s.GetRequiredService<TimeProvider>()
        ));
    }
}
