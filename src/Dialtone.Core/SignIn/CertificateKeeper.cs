using Dialtone.Core.Certificates;
using Dialtone.Core.Time;

namespace Dialtone.Core.SignIn;

/// <summary>Holds the certificate that proves the user, for as long as the device is on.</summary>
internal sealed class CertificateKeeper
{
    private InstantOrNone _renewAt;

    /// <summary>The certificate; <c>null</c> where there is none.</summary>
    public KeptCertificate? Certificate { get; set; }

    /// <summary>The certificate that <see cref="RenewAt"/> is about.</summary>
    public KeptCertificate? PlannedFor { get; set; }

    /// <summary>When another is to be asked for; <c>null</c> where that is not planned.</summary>
    public Instant? RenewAt
    {
        get => _renewAt;
        set => _renewAt = value;
    }

    /// <summary>The asking for another, while it is under way.</summary>
    public CertificateStage? Renewal { get; set; }

    /// <summary>When something must have happened; <c>null</c> where nothing is planned or under way.</summary>
    public Instant? Deadline => Renewal is { } stage ? stage.Deadline : RenewAt;
}
