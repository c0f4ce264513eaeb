using System.Reflection;

namespace AgentLoad.Silo.Tests.Network;

/// <summary>A membership table of which only single entries are read.</summary>
// DispatchProxy derives from it.
#pragma warning disable CA1852
internal class FakeMembershipTable : DispatchProxy
{
    private Func<SiloAddress, MembershipEntry?> _read = static _ => null;

    /// <summary>Creates it.</summary>
    /// <param name="read">Returns the entry of a silo; null if there is none. May throw what Redis throws.</param>
    public static IMembershipTable Create(Func<SiloAddress, MembershipEntry?> read)
    {
        var created = Create<IMembershipTable, FakeMembershipTable>();
        ((FakeMembershipTable)(object)created)._read = read;
        return created;
    }

    protected override object? Invoke(MethodInfo? targetMethod, object?[]? args)
    {
        if (targetMethod!.Name != nameof(IMembershipTable.ReadRowAsync))
        {
            throw new InvalidOperationException($"{targetMethod.Name} is not expected.");
        }

        try
        {
            var version = new TableVersion(1, "1");
            var entry = _read((SiloAddress)args![0]!);
            return Task.FromResult(
                entry is null ? new MembershipTableData(version) : new MembershipTableData(Tuple.Create(entry, "1"), version)
            );
        }
        catch (Exception exception)
        {
            return Task.FromException<MembershipTableData>(exception);
        }
    }
}
