using System.Collections.Immutable;
using Dialtone.Core.Candidates;
using Dialtone.Core.Devices;
using Dialtone.Core.Memory;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.UserServices;

/// <summary>The home of a user as in-band provisioning names it (S5, S7).</summary>
internal static class ProvisionedHome
{
    /// <summary>
    /// The home from now on. Where the deployment names all Registrars, they are it. Where it names the pool alone,
    /// that is the primary, and what a redirect or a notice named stays behind it. Where it names nothing, the home
    /// stays.
    /// </summary>
    /// <param name="said">What provisioning said.</param>
    /// <param name="memory">What is remembered.</param>
    /// <param name="settings">The settings.</param>
    /// <param name="now">This device's clock.</param>
    public static ImmutableArray<RememberedRegistrar> Of(
        ProvisionedSettings said, DeviceMemory memory, DeviceSettings settings, DateTimeOffset now)
    {
        RememberedRegistrar Named(HostName name) =>
            new(RegistrarOf(name, memory, settings.Plan), AddressesOf(name, memory), now, RegistrarNaming.Provisioning);

        if (!said.Registrars.IsEmpty)
        {
            return [.. said.Registrars.Distinct().Take(MemoryLimits.HomeMax).Select(Named)];
        }

        if (said.Pool is not { } pool)
        {
            return memory.Home;
        }

        var others = memory.Home.Where(
            each => each.Registrar.Host != pool && each.NamedBy != RegistrarNaming.Provisioning);
        return [Named(pool), .. others.Take(MemoryLimits.HomeMax - 1)];
    }

    // The way it was reached before, if that was as protected as may be; else the port of the present one, whose
    // neighbour it is: nobody names another.
    private static KnownRegistrar RegistrarOf(HostName name, DeviceMemory memory, PlanSettings plan)
    {
        var transport = plan.Uses(SipTransport.Tls) ? SipTransport.Tls : SipTransport.Tcp;
        var port = memory.Registrar.Transport == transport ? memory.Registrar.Port : plan.Port(transport);
        return memory.Home.Select(each => each.Registrar).Append(memory.Registrar).Concat(memory.KnownRegistrars)
            .FirstOrDefault(each => each.Host == name && each.Transport == transport)
            ?? new KnownRegistrar(name, transport, port);
    }

    private static ImmutableArray<IpAddress> AddressesOf(HostName name, DeviceMemory memory) =>
        memory.Registrar.Host == name ? memory.RegistrarAddresses
        : memory.Home.FirstOrDefault(each => each.Registrar.Host == name) is { } known ? known.Addresses
        : [];
}
