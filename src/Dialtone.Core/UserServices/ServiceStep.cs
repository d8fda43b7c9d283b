using System.Collections.Immutable;
using Dialtone.Wire.Sip;

namespace Dialtone.Core.UserServices;

/// <summary>What a response to a request beside REGISTER means.</summary>
internal abstract record ServiceStep
{
    private ServiceStep()
    {
    }

    /// <summary>A provisional response, or one to another request: the final one is still to come.</summary>
    public sealed record Waiting : ServiceStep;

    /// <summary>The same request again, with the proof that the server asked for.</summary>
    public sealed record SendAgain(ImmutableArray<string> Offered, string Chosen) : ServiceStep;

    /// <summary>The server does not know the security association any more: REGISTER makes another one.</summary>
    public sealed record AssociationLost : ServiceStep;

    /// <summary>The same request again, with fewer extensions.</summary>
    public sealed record SendPlainer : ServiceStep;

    /// <summary>2xx.</summary>
    public sealed record Answered(SipMessage Response) : ServiceStep;

    /// <summary>It will not be.</summary>
    public sealed record Failed(ServiceFailure Failure) : ServiceStep;
}
