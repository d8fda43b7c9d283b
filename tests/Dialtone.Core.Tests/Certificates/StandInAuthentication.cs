using System.Collections.Immutable;
using Dialtone.Core.Devices;
using Dialtone.Core.Exchange.Web;
using Dialtone.Core.Net.Security;
using Dialtone.Core.Time;
using Dialtone.Wire.Addresses;

namespace Dialtone.Core.Tests.Certificates;

/// <summary>Proves the user by one message, or says why not.</summary>
internal sealed class StandInAuthentication(SecurityFault? fault = null) : WebAuthentication
{
    public override string Scheme => "NTLM";

    public override WebProofStep Begin(
        Now now, HostName server, ImmutableArray<string> challenges, List<DeviceEffect> effects) => fault is { } why
        ? new WebProofStep.NotMade(why, "no ticket")
        : new WebProofStep.Send("NTLM proof");

    public override WebProofStep Continue(
        Now now, ImmutableArray<string> challenges, List<DeviceEffect> effects) => new WebProofStep.Refused();

    public override WebProofStep? Handle(Now now, DeviceInput input) => null;
}
